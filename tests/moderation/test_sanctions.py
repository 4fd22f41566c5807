"""Sanctions: SQL remembers, Redis is quick, and when neither can be read there is no new search."""

from __future__ import annotations

import asyncio

import pytest

from tests.moderation.house import House, both
from tests.town import Town
from whimsy import errors, events
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.moderation.clock import DAY, HOUR, now_ms
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import AUTO, ON_ADDRESS, Sanction, Step, SubjectKind, impose
from whimsy.moderation.standing import Standing
from whimsy.settings import Settings


async def give(
    house: House, visitor: str, step: Step, ms: int = HOUR, kind: SubjectKind = SubjectKind.VISITOR, by="ada"
) -> int:
    async with house.sessions() as session, session.begin():
        return (await impose(session, kind, visitor, step, Reason.SCAM, by, now_ms(), ms)).id


async def test_who_was_never_sanctioned_may_search(house: House):
    standing = await house.standing("nobody", "nowhere")
    assert standing == Standing()
    standing.check()
    assert standing.sentence == ""


@pytest.mark.parametrize("step", [Step.COOLDOWN, Step.BAN])
async def test_who_is_paused_or_banned_is_told_why_and_for_how_long(house: House, step):
    given = await give(house, "v", step, 25 * 60_000)
    standing = await house.standing("v")
    assert (standing.step, standing.sanction, standing.pool) == (step, given, "")
    with pytest.raises(errors.Sanctioned) as refused:
        standing.check()
    assert "25 minutes" in refused.value.sentence and "a scam" in refused.value.sentence
    assert (await house.sanctions.of("another")) == Standing()


async def test_the_shadow_pool_shows_as_a_pool_only(house: House):
    """Fails when `_ORDER` of standing.py has the shadow in it."""
    await give(house, "v", Step.SHADOW)
    standing = await house.standing("v")
    assert standing == Standing(pool="shadow")
    standing.check()


async def test_the_strongest_of_several_is_told_and_each_counts(house: House):
    for step in (Step.BAN, Step.WARN, Step.SHADOW, Step.COOLDOWN):
        await give(house, "v", step)
    standing = await house.standing("v")
    assert (standing.step, standing.pool) == (Step.BAN, "shadow")


async def test_a_sanction_ends_by_the_stores_clock(house: House):
    """Fails without the comparison with `now` in `weigh`."""
    await give(house, "v", Step.BAN, HOUR)
    assert (await house.standing("v")).step == Step.BAN
    house.town.sleep(3601)
    assert await house.sanctions.of("v") == Standing()


async def test_nothing_stays_in_redis_longer_than_the_sanction(house: House):
    await give(house, "v", Step.COOLDOWN, HOUR)
    await give(house, "v", Step.BAN, 2 * HOUR)
    await give(house, "v", Step.WARN, HOUR)
    await house.sanctions.copy()
    [key] = await house.town.client.keys("*standing*:v")
    assert HOUR < await house.town.client.pttl(key) <= 2 * HOUR
    for key in await house.town.client.keys("*standing*"):
        assert await house.town.client.pttl(key) > 0


@both
async def test_a_lifted_sanction_is_gone_at_once_and_no_late_teller_brings_it_back(house: House):
    """Fails without the '' that sanction.lua leaves, or when it sets without NX."""
    given = await house.ban("v")
    [stale] = await house.rows(Sanction)
    await house.decisions.lift("ada", given, "a mistake")
    assert (await house.sanctions.of("v")) == Standing()
    await house.sanctions._copy_one(stale)
    assert (await house.sanctions.of("v")) == Standing()
    [row] = await house.rows(Sanction)
    assert row.lifted_by == "ada" and row.lifted_ms


@both
async def test_a_store_that_was_lost_is_told_all_again(house: House, monkeypatch):
    """Fails without `_recall.unless_known`, or when `_copy_all` loses its place between pages."""
    monkeypatch.setattr("whimsy.moderation.sanctions._BATCH", 2)
    for i in range(5):
        await give(house, f"v{i}", Step.BAN)
    lifted = await give(house, "free", Step.BAN)
    while not all(row.copied for row in await house.rows(Sanction)):
        await house.sanctions.copy()
    await house.decisions.lift("ada", lifted, "")
    await house.town.client.flushall()
    await house.sanctions.copy()
    assert await house.town.client.exists("whimsy:{standing}:known")
    assert [(await house.sanctions.of(f"v{i}")).step for i in range(5)] == [Step.BAN] * 5
    assert (await house.sanctions.of("free")) == Standing()


@both
async def test_before_the_lost_store_is_told_sql_itself_is_asked(house: House):
    """Fails without `known` in `of`: a banned visitor would be free for a moment after each loss."""
    await house.ban("v")
    await give(house, "home", Step.PROOF, kind=SubjectKind.ADDRESS)
    await house.town.client.flushall()
    standing = await house.sanctions.of("v", "home")
    assert standing.step == Step.BAN and standing.proof
    assert await house.sanctions.of("w") == Standing()


async def test_a_store_lost_while_it_is_told_is_not_taken_to_know_all(house: House, monkeypatch):
    """Fails without the token in told.lua."""
    await house.ban("v")
    await house.town.client.flushall()
    copy = house.sanctions._copy_one

    async def lose_it(sanction):
        await copy(sanction)
        await house.town.client.flushall()

    monkeypatch.setattr(house.sanctions, "_copy_one", lose_it)
    await house.sanctions.copy()
    assert (await house.sanctions.of("v")).step == Step.BAN


async def test_when_neither_can_be_read_there_is_no_answer(tmp_path, valkey):
    """Fails when `_remembered` answers nothing instead of raising."""
    gone = Settings(data_dir=tmp_path, redis_url=valkey, db_url="postgresql://nobody@127.0.0.1:1/none")
    town = await Town.found(gone)
    house = House(town, gone)
    with pytest.raises(errors.Unavailable):
        await house.sanctions.of("v")
    await house.sanctions.copy()  # a chore never fails for SQL
    await house.close()
    await town.close()
    deaf = Settings(data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0")
    house = House(Town(deaf), deaf)
    with pytest.raises(errors.Unavailable):
        await house.sanctions.of("v")
    await house.close()


async def test_while_sql_is_away_what_redis_knows_still_holds(house: House, monkeypatch):
    await house.ban("v")
    assert (await house.standing("v")).step == Step.BAN

    async def no_sql(*_):
        raise AssertionError("sql was asked")

    monkeypatch.setattr(house.sanctions, "_remembered", no_sql)
    assert (await house.sanctions.of("v")).step == Step.BAN
    assert await house.sanctions.of("w") == Standing()


async def test_an_address_is_asked_for_proof_or_a_short_pause_and_never_banned(house: House):
    """Fails without ON_ADDRESS in `impose`."""
    for step in (Step.BAN, Step.SHADOW, Step.WARN):
        with pytest.raises(errors.Refused):
            await give(house, "home", step, kind=SubjectKind.ADDRESS)
    for step in (Step.PROOF, Step.COOLDOWN):
        await give(house, "home", step, 300 * DAY, kind=SubjectKind.ADDRESS)
    assert sorted(row.until_ms - row.imposed_ms for row in await house.rows(Sanction)) == sorted(
        ON_ADDRESS.values()
    )
    standing = await house.standing("a neighbour", "home")
    assert standing.proof and standing.step == Step.COOLDOWN and standing.sanction == 0


@pytest.mark.parametrize("step", [Step.BAN, Step.PROOF])
async def test_nobody_is_banned_without_a_person(house: House, step):
    """Fails without AUTOMATIC in `impose`."""
    with pytest.raises(errors.Refused):
        await give(house, "v", step, by=AUTO)


@pytest.mark.parametrize("step", [Step.COOLDOWN, Step.BAN])
async def test_who_is_banned_leaves_the_room_at_once_and_the_partner_sees_somebody_leave(house: House, step):
    """Fails without 'expel' in enforce.lua."""
    met = await house.strangers()
    await met.other.listen()
    await house.decisions.sanction("ada", met.other.tab.visitor, (), step, Reason.THREAT)
    assert (await met.one.see()).phase == "ended"
    assert (await met.one.see()).log[-1].reason == "left"
    assert [e for e in await met.other.listen() if isinstance(e, events.StandingChanged)]
    assert not [e for e in met.one.heard if isinstance(e, events.StandingChanged)]


async def test_who_is_banned_while_waiting_waits_no_more(house: House):
    waiting, other = house.town.citizen(), house.town.citizen()
    await waiting.enter()
    await house.ban(waiting.tab.visitor)
    assert isinstance(await other.enter(), Waiting)
    assert (await waiting.see()).phase == "idle"


async def test_who_is_shadowed_while_waiting_meets_only_the_shadowed_and_hears_nothing(house: House):
    """Fails without `queue(me)` or `unqueue(me)` in enforce.lua."""
    waiting, other, shadowed = (house.town.citizen() for _ in range(3))
    await waiting.enter()
    await house.decisions.sanction("ada", waiting.tab.visitor, (), Step.SHADOW, Reason.HATE)
    assert isinstance(await other.enter(), Waiting)
    assert isinstance(await shadowed.enter(pool="shadow"), Matched)
    assert not [e for e in await waiting.listen() if isinstance(e, events.StandingChanged)]


async def test_a_warning_is_told_and_nothing_ends(house: House):
    met = await house.strangers()
    await house.decisions.sanction("ada", met.one.tab.visitor, (), Step.WARN, Reason.SPAM)
    assert (await met.one.see()).phase == "chatting"
    assert [e for e in await met.one.listen() if isinstance(e, events.StandingChanged)]
    assert "warning" in (await house.sanctions.of(met.one.tab.visitor)).sentence


async def test_a_sanction_imposed_while_redis_was_away_holds_when_it_is_back(house: House, monkeypatch):
    """Fails without the `copied` column: nobody would know what was not told."""
    run = house.town.store.run

    async def away(*_):
        raise errors.Unavailable("redis")

    await house.sanctions.copy()
    monkeypatch.setattr(house.town.store, "run", away)
    await house.ban("v")
    monkeypatch.setattr(house.town.store, "run", run)
    assert (await house.standing("v")).step == Step.BAN


@both
async def test_several_processes_copy_at_once(house: House):
    for i in range(20):
        await give(house, f"v{i}", Step.BAN)
    others = [House(house.town, house.settings) for _ in range(3)]
    await asyncio.gather(*(h.sanctions.copy() for h in [house, *others]))
    assert [(await house.sanctions.of(f"v{i}")).step for i in range(20)] == [Step.BAN] * 20
    for other in others:
        await other.close()
