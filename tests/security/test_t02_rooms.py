"""T2: whoever claims whichever room, what they do reaches nobody but the partner they share it with."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest
from sqlmodel import select

from tests.moderation.house import House
from tests.town import Citizen
from whimsy.errors import Refused
from whimsy.moderation.blocks import Block
from whimsy.moderation.report import Reason, Report
from whimsy.settings import Rate
from whimsy.storage.keys import TEXT, VIDEO, RoomId, new_room
from whimsy.visitors.budgets import Budget

STEPS = 150
VIDEO_ACTS = ("offer", "accept", "decline", "stop", "rebuild")
BUDGET = Budget("whimsy:{budget:message:visitor:all}", Rate(1000, 1))
ACTS = (
    "post",
    "react",
    "propose",
    "typing",
    "signal",
    "caption",
    "nudge",
    "video",
    "leave",
    "forget",
    "next",
    "evidence",
    "report",
    "block",
)


async def act(house: House, caller: Citizen, room: RoomId, what: str, chance: random.Random) -> Any:
    """Do it as a handler does: the caller's own place, and the room the browser named."""
    rooms, place = house.town.rooms, caller.place
    match what:
        case "post":
            return await rooms.post(place, room, f"n{chance.random()}", "aimed at a room")
        case "react":
            return await rooms.react(place, room, chance.randint(1, 5), "heart", BUDGET)
        case "propose":
            return await rooms.propose(place, room, "Sea or mountains?", BUDGET)
        case "typing":
            return await rooms.typing(place, room)
        case "signal":
            return await rooms.signal(place, room, '{"kind": "bye"}')
        case "caption":
            return await rooms.caption(place, room, "said in a room")
        case "nudge":
            return await rooms.nudge(place, room, "contact")
        case "video":
            return await rooms.video(place, room, chance.choice(VIDEO_ACTS), 1)
        case "leave" | "forget":
            return await rooms.leave(place, room, forget=what == "forget")
        case "next":
            return await caller.enter(leaving=room)
        case "evidence":
            return await house.reports.evidence(place, room)
        case "report":
            return await house.reports.file(place, room, Reason.SPAM, "words")
        case _:
            return await house.blocks.block(place, room)


async def views(house: House, citizens: list[Citizen]) -> dict[str, Any]:
    return {citizen.tab.id: await citizen.see() for citizen in citizens}


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_claimed_only_ones_own_partner_notices(house: House, seed: int):
    """Fails without the check of the seat in room.lua (any act), report.lua or block.lua."""
    chance = random.Random(seed)
    met = [await house.strangers() for _ in range(3)]
    over = await house.strangers()
    await over.one.leave(over.room)
    alone = house.town.citizen()
    sides = {one.room: {one.one.tab.id, one.other.tab.id} for one in [*met, over]}
    visitors = {side.tab.id: side.tab.visitor for one in [*met, over] for side in (one.one, one.other)}
    everybody = [*(side for one in [*met, over] for side in (one.one, one.other)), alone]
    refused = reached = 0
    for step in range(STEPS):
        caller = chance.choice(everybody)
        room = chance.choice([*sides, new_room(TEXT), new_room(VIDEO)])
        if chance.random() < 0.3:
            room = next((r for r, two in sides.items() if caller.tab.id in two), room)
        mine = caller.tab.id in sides.get(room, ())
        what = chance.choice(ACTS)
        if mine and what in ("leave", "forget", "next", "block"):
            continue  # honest, and the end of the room
        if what == "next" and (await caller.see()).phase != "chatting":
            continue  # honest: a search
        await house.town.listen()
        for citizen in everybody:
            citizen.heard.clear()
        before = await views(house, everybody)
        try:
            answer = await act(house, caller, room, what, chance)
        except Refused:
            answer = ()
            refused += 1
        await house.town.listen()
        after = await views(house, everybody)
        about = (seed, step, what, mine)
        may_notice = sides[room] if mine else set()
        for citizen in everybody:
            if citizen.tab.id not in may_notice:
                assert citizen.heard == [], about
                assert after[citizen.tab.id] == before[citizen.tab.id], about
            elif citizen.heard or after[citizen.tab.id] != before[citizen.tab.id]:
                reached += 1
        if not mine and what == "evidence":
            assert answer == (), about
    assert refused > 10 and reached > 10
    await house.reports.flush()
    await house.blocks.remember()
    async with house.sessions() as session:
        reports = (await session.scalars(select(Report))).all()
        blocks = (await session.scalars(select(Block))).all()
    assert reports and not blocks
    partners = {frozenset(visitors[tab] for tab in pair) for pair in sides.values()}
    assert all(frozenset((row.reporter, row.target)) in partners for row in reports)


async def test_a_third_cannot_block_or_report_two_others_apart(house: House):
    """Fails without the check of the seat in block.lua or report.lua."""
    met, third = await house.strangers(), house.town.citizen()
    for what in ("block", "report", "leave", "next"):
        with contextlib.suppress(Refused):
            await act(house, third, met.room, what, random.Random(0))
    assert (await met.one.see()).phase == (await met.other.see()).phase == "chatting"
    await house.reports.flush()
    assert await house.rows(Report) == [] and await house.rows(Block) == []
