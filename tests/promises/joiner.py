"""One of two processes that join at the same moment, again and again; prints where each try ended."""

from __future__ import annotations

import asyncio
import json
import sys

from tests.town import Town
from whimsy.settings import Settings
from whimsy.visitors.identity import Tab, TabId, VisitorId


async def join(redis_url: str, side: str, tries: int) -> None:
    town = Town(Settings(redis_url=redis_url, cooldown=0))
    client = town.store.client

    async def meet(gate: str) -> None:
        await client.incr(gate)
        while int(await client.get(gate) or 0) < 2:
            pass

    ended = []
    for i in range(tries):
        citizen = town.citizen()
        citizen.tab = Tab(TabId(f"{side}{i:031d}"), VisitorId(f"{side}{i}"), f"{side}{i}")
        await meet(f"before{i}")
        await citizen.enter()
        await meet(f"after{i}")
        seen = await citizen.see()
        ended.append([seen.phase, seen.room])
    print(json.dumps(ended))
    await town.close()


if __name__ == "__main__":
    asyncio.run(join(sys.argv[1], sys.argv[2], int(sys.argv[3])))
