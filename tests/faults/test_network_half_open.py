"""A client whose network falls silent, both ways or one way, while every connection stays open."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from tests.faults.chats import Witness, meet
from tests.faults.returning import arrive, search
from tests.network import DOWN, UP, Network

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(180)]

SILENCES = {"both": (UP, DOWN), "up": (UP,), "down": (DOWN,)}


async def test_the_partner_of_a_silent_client_is_told_and_released(serve, valkey_of_its_own, arrive):
    """For each direction: away within 10 s, free within 30 s; who was silent comes back once healed.

    The waits are longer, for a busy machine. Nobody who searches meets the silent one after that. Fails
    without REFLEX_SOCKET_INTERVAL and _TIMEOUT in rxconfig.py (Reflex waits 145 s), and without `lapse` in
    part.lua.
    """
    valkey = valkey_of_its_own()
    server = serve(redis_url=valkey.url, widen_interests_after=600)
    async with AsyncExitStack() as stack:
        lost, healed = {}, {}
        for name in SILENCES:
            lost[name] = await stack.enter_async_context(Network(server.port))
            healed[name] = await stack.enter_async_context(Network(server.port))
        chats, searches = {}, {}
        for kind, networks in (("lost", lost), ("healed", healed)):
            for name, network in networks.items():
                (silent,) = await arrive(network.address, 1)
                (other,) = await arrive(server.address, 1)
                await meet(silent, other)
                chats[kind, name] = (silent, other)
        for name, network in lost.items():
            (searches[name],) = await arrive(network.address, 1)
            await search(searches[name], f"wish {name}")
        witness = await stack.enter_async_context(Witness(server, valkey.url))

        for networks in (lost, healed):
            for name, network in networks.items():
                network.cut(*SILENCES[name])
        cut = time.monotonic()

        def left(seconds: float) -> float:
            return cut + seconds - time.monotonic()

        for silent, _ in chats.values():
            await silent.until(lambda page=silent: not page.connected, "to notice by itself", left(20))
        for _, other in chats.values():
            await other.until(lambda page=other: page.vars["partner_away"], "to see them away", left(20))
            await other.say("are you there?")

        for network in healed.values():
            network.restore()
        for name in SILENCES:
            silent, other = chats["healed", name]
            await silent.until(lambda page=silent: page.texts == ["are you there?"], "to be back")
            await other.until(lambda page=other: not page.vars["partner_away"], "to see them back")
            await silent.say("here I am")
            await other.until(lambda page=other: page.texts[1:] == ["here I am"], "to talk again")

        early, late = await arrive(server.address, 3), await arrive(server.address, 3)
        for name, one, other in zip(SILENCES, early, late, strict=True):
            await search(one, f"wish {name}")
            await search(other, f"wish {name}")
            for page in (one, other):
                await page.until(lambda page=page: page.phase == "chatting", "to be paired")
            assert one.room == other.room, "somebody met the silent one"

        for name in SILENCES:
            _, other = chats["lost", name]
            await other.until(lambda page=other: page.phase == "ended", "to be released", left(45))
        freed = [chats["lost", name][1] for name in SILENCES]
        third = await arrive(server.address, 1)
        for one, other in ((freed[0], freed[1]), (freed[2], third[0])):
            if one.phase == "ended":
                await one.do("next", room=one.room)
            await one.until(lambda page=one: page.phase == "searching", "to search again")
            await other.do("next", room=other.room) if other.room else await other.do("start")
            for page in (one, other):
                await page.until(lambda page=page: page.phase == "chatting", "to meet somebody new")

        # Healed at last: they find their chats ended, and can start anew.
        for network in lost.values():
            network.restore()
        for name in SILENCES:
            silent, _ = chats["lost", name]
            await silent.until(lambda page=silent: page.phase == "ended", "to see the end", 30)
            assert silent.texts == ["are you there?"]
        await asyncio.sleep(0.5)
        await witness.agree([page for chat in chats.values() for page in chat] + third)
