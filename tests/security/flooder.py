"""A process that floods a server from four addresses and keeps coming back: PORT SECONDS ROUND."""

from __future__ import annotations

import asyncio
import sys
import time
from types import SimpleNamespace

from websockets.exceptions import InvalidStatus

from tests.security.conftest import arrive, event, flood, knock
from whimsy.stranger.page import WISHES

ADDRESSES = 4
FRAMES = 300
AGAIN = 0.1
"""Seconds until an address that was refused tries again: refusing is what is measured, not connecting."""


async def attack(port: int, source: str, until: float) -> None:
    """Flood from one address until the time is over."""
    while time.monotonic() < until:
        try:
            socket = await knock(SimpleNamespace(port=port), source)
        except (InvalidStatus, OSError):
            await asyncio.sleep(AGAIN)
            continue
        await arrive(socket)
        await flood(socket, event(f"{WISHES}.add_interests", text="a,b,c"), FRAMES)
        await socket.close()


async def main(port: int, seconds: float, number: int) -> None:
    """From all addresses at once."""
    until = time.monotonic() + seconds
    print("flooding", flush=True)
    await asyncio.gather(*(attack(port, f"127.0.{number}.{20 + n}", until) for n in range(ADDRESSES)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
