"""What moderators decide, what comes next on their desk, and what the sanctioned say to it."""

from __future__ import annotations

import pytest

from tests.acts.people import People, Person
from whimsy import errors
from whimsy.acts import casework, safety
from whimsy.acts.appeal import against, answer, appeal
from whimsy.acts.leaving import go_home
from whimsy.acts.overview import Overview, acts_before, overview
from whimsy.moderation.account import Moderator
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Step


async def accused(people: People, reason: str = "hate") -> Person:
    """Somebody who was reported, and the report lies in the queue."""
    one, other, room = await people.pair()
    await safety.report(people.engine, one.me, room, reason, "")
    await other.until(lambda: other.me.view.phase == "ended")
    await go_home(people.engine, other.me, room)
    await people.engine.moderation.reports.flush()
    return other


async def test_after_a_decision_the_gravest_case_left_lies_there(people: People):
    """Fails when `decide` opens no next case, or the same one again."""
    moderation = people.engine.moderation
    mild, grave, child = [await accused(people, reason) for reason in ("spam", "hate", "child_safety")]
    file = await moderation.queue.look("ada", child.visitor)
    ban = moderation.decisions.sanction("ada", child.visitor, file.seen, Step.BAN, Reason.CHILD_SAFETY)
    laid = await casework.decide(moderation, "ada", child.visitor, ban)
    assert [case.target for case in laid.cases] == [grave.visitor, mild.visitor]
    assert laid.file.target == grave.visitor and not laid.changed
    again = moderation.decisions.dismiss("ada", child.visitor, file.seen)
    laid = await casework.decide(moderation, "ada", child.visitor, again)
    assert laid.changed and laid.file.target == child.visitor
    laid = await casework.skip(moderation, "ada", grave.visitor)
    assert laid.file.target == mild.visitor
    assert (await casework.skip(moderation, "ada", mild.visitor)).file.target == grave.visitor
    for target in (grave.visitor, mild.visitor):
        seen = (await moderation.queue.look("ada", target)).seen
        laid = await casework.decide(
            moderation, "ada", target, moderation.decisions.dismiss("ada", target, seen)
        )
    assert (laid.cases, laid.file) == ([], None)
    assert (await casework.skip(moderation, "ada", mild.visitor)).file is None


async def test_evidence_is_held_where_there_is_any(people: People):
    """Fails when `hold` stops at the first report without evidence."""
    target = await accused(people)
    [report] = (await people.engine.moderation.queue.look("ada", target.visitor)).seen
    assert (
        await casework.hold(people.engine.moderation, "ada", ["f" * 32, report], "asked by the police") == 1
    )


async def test_an_appeal_is_answered_once_and_lifts_what_stood_against_them(people: People):
    """Fails when a second answer counts, or `against` shows what was lifted as if it stood."""
    one, engine = await people.person(), people.engine
    given = await engine.moderation.decisions.sanction("ada", one.visitor, (), Step.BAN, Reason.SCAM)
    with pytest.raises(errors.BadText):
        await appeal(engine, one.visitor, given, "  ")
    with pytest.raises(errors.Refused):
        await appeal(engine, (await people.person()).visitor, given, "not mine")
    await appeal(engine, one.visitor, given, "It was my brother.")
    [(waiting, about)] = await engine.moderation.appeals.waiting()
    assert (waiting.text, about.id) == ("It was my brother.", given)
    assert await answer(engine.moderation, "ada", waiting.id, "", grant=True) == (True, [])
    assert await answer(engine.moderation, "eve", waiting.id, "", grant=False) == (False, [])
    [imposed], network = await against(engine, one.visitor, one.me.address)
    assert imposed.lifted and imposed.appeal == "granted" and network == ""


async def test_the_overview_is_for_who_sits_at_the_desk(people: People):
    """Fails without `Desk.who` in `overview`."""
    moderation = people.engine.moderation
    await accused(people)
    async with moderation.sessions() as session, session.begin():
        session.add(Moderator(name="ada", password="", totp="", created_ms=0))
    seen = await overview(people.engine, await moderation.desk.open("ada"))
    assert isinstance(seen, Overview) and seen.numbers.reports == len(seen.cases) == 1
    assert isinstance(await overview(people.engine, "x" * 43), errors.NotModerator)


async def test_the_record_is_read_page_by_page(people: People):
    """Fails when `acts_before` forgets where the last page ended."""
    moderation = people.engine.moderation
    for on in (False, True, False):
        await moderation.switches.turn("ada", "links", on=on)
    first = await acts_before(moderation, None, 2)
    assert [line.act for line in first] == ["off", "on"]
    assert [line.act for line in await acts_before(moderation, first[-1].id, 2)] == ["off"]
