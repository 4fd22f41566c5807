"""T24: report flooding, revenge and brigading do not sanction anybody; several independent people do."""

# ruff: noqa: F811  (a fixture is named where it is used)
from __future__ import annotations

from tests.moderation.conftest import (  # noqa: F401  (fixtures)
    house,
    kind,
    migrated,
    postgres_template,
    postgres_url,
    sqlite_template,
)
from tests.moderation.house import House, both
from whimsy.moderation.report import Reason, Report
from whimsy.moderation.sanction import AUTO, Sanction, Step, SubjectKind
from whimsy.moderation.standing import Standing


@both
async def test_fifty_reports_of_one_address_do_not_sanction(house: House):
    """Fails without the address in `clusters` of ladder.py."""
    for i in range(50):
        await house.accuse("v", f"sock puppet {i}", "the farm", Reason.CHILD_SAFETY)
    assert await house.reports.flush() == 50
    assert len(await house.rows(Report)) == 50
    assert await house.rows(Sanction) == []
    assert await house.standing("v") == Standing()
    [case] = await house.queue.open()  # a person sees them all the same
    assert case.reports == 50


async def test_one_visitor_from_many_addresses_does_not_sanction(house: House):
    """Fails without the visitor in `clusters` of ladder.py."""
    for i in range(10):
        await house.accuse("v", "one and the same", f"address {i}")
    await house.reports.flush()
    assert await house.rows(Sanction) == []


@both
async def test_three_independent_people_do_mildly_and_for_a_time(house: House):
    for i in range(3):
        await house.accuse("v", f"somebody {i}", f"address {i}")
        await house.reports.flush()
        assert len([s for s in await house.rows(Sanction) if s.kind == SubjectKind.VISITOR]) == (i == 2)
    [given] = [s for s in await house.rows(Sanction) if s.kind == SubjectKind.VISITOR]
    assert (given.step, given.imposed_by, given.subject) == (Step.COOLDOWN, AUTO, "v")
    assert given.until_ms - given.imposed_ms == house.settings.sanction_cooldown * 1000
    assert (await house.standing("v")).step == Step.COOLDOWN
    assert {r.status for r in await house.rows(Report)} == {"open"}, "a person decides all the same"


async def test_the_same_three_do_not_sanction_again_and_again(house: House):
    for i in range(3):
        await house.accuse("v", f"somebody {i}", f"address {i}")
    await house.reports.flush()
    await house.accuse("v", "somebody 3", "address 3")
    await house.reports.flush()
    assert len([s for s in await house.rows(Sanction) if s.kind == SubjectKind.VISITOR]) == 1


@both
async def test_who_reports_falsely_again_and_again_is_no_longer_heard(house: House):
    """Fails without the reputation in `Automatic._accusations`."""
    liars = [(f"liar {i}", f"address {i}") for i in range(3)]
    for round_ in range(5):
        for liar, address in liars:
            await house.accuse(f"innocent {round_} of {liar}", liar, address)
    await house.reports.flush()
    for case in await house.queue.open():
        await house.decisions.dismiss("ada", case.target, (await house.queue.look("ada", case.target)).seen)
    for liar, address in liars:
        await house.accuse("v", liar, address)
    await house.reports.flush()
    assert await house.rows(Sanction) == []


@both
async def test_revenge_in_the_same_room_does_not_count(house: House):
    """Fails without `told_first` in `Automatic._accusations`."""
    for i in range(3):
        met = await house.meet(house.town.citizen("v"), house.town.citizen(f"abuser {i}"))
        await house.reports.file(met.one.place, met.room, Reason.THREAT)
        house.town.sleep(0.01)
        await house.reports.file(met.other.place, met.room, Reason.THREAT)
        await met.one.leave(met.room)
        await house.reports.flush()
    assert not [s for s in await house.rows(Sanction) if s.subject == "v"]


async def test_what_a_screen_saw_is_enough_for_a_mild_step_and_counts_once(house: House):
    """Fails without `once` in observe.lua."""
    noted = [await house.observations.note("v", "home", "flood", 0.5) for _ in range(10)]
    assert noted == [True] + [False] * 9
    await house.observations.flush()
    assert await house.rows(Sanction) == []
    await house.observations.note("v", "home", "links", 0.5)
    await house.observations.flush()
    assert [(s.subject, s.step) for s in await house.rows(Sanction)] == [("v", Step.WARN)]
