"""Asks a TURN server for things, from within a home; prints what it answered as JSON.

Arguments: server, username, credential, then what to try: `peer:ADDRESS` (may I talk to it?) or `allocate:N`.
"""

from __future__ import annotations

import asyncio
import json
import sys

from aioice import stun, turn

_ASKED_TWICE = 437
"""Allocation mismatch (RFC 8656, 5): the answer was late and we asked again. A new socket asks anew."""


async def allocate(server: str, username: str, credential: str):
    return await turn.create_turn_endpoint(
        asyncio.DatagramProtocol, server_addr=(server, 3478), username=username, password=credential
    )


async def attempt(server: str, username: str, credential: str, wish: str) -> object:
    kind, _, what = wish.partition(":")
    relays = []
    try:
        for _ in range(int(what) if kind == "allocate" else 1):
            relays.append(await allocate(server, username, credential))  # noqa: PERF401 (what came before counts)
        if kind == "peer":
            await relays[0][0]._TurnTransport__inner_protocol.channel_bind(0x4000, (what, 9))
        return "ok"
    except stun.TransactionFailed as refused:
        code, _ = refused.response.attributes["ERROR-CODE"]
        if code == _ASKED_TWICE and not relays:
            return await attempt(server, username, credential, wish)
        return [code, len(relays)]
    except stun.TransactionTimeout:
        return "silence"
    finally:
        for transport, _ in relays:
            transport.close()
        await asyncio.sleep(0.1)


async def main() -> None:
    server, username, credential, *wishes = sys.argv[1:]
    print(json.dumps([await attempt(server, username, credential, wish) for wish in wishes]))


if __name__ == "__main__":
    asyncio.run(main())
