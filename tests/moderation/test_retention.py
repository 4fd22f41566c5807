"""Each term is enforced by the sweep: a moment before it is over all is there, a moment after it is gone."""

from __future__ import annotations

import pytest

from tests.moderation.house import House, both
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.audit import Audit
from whimsy.moderation.blocks import Block
from whimsy.moderation.clock import DAY, HOUR, now_ms
from whimsy.moderation.observation import Observation
from whimsy.moderation.report import Evidence, Report
from whimsy.moderation.sanction import Sanction, SubjectKind
from whimsy.rooms.history import RoomHistory


def report(at: int, **more) -> Report:
    return Report(
        id="r", room="text-x", filed_ms=at, reason="spam", severity=1, reporter="one", target="other",
        **{"reporter_address": "a1", "target_address": "a2", **more},
    )  # fmt: skip


def evidence(at: int, **more) -> Evidence:
    return Evidence(report="r", filed_ms=at, words="w", said=[{"text": "t"}], **more)


def sanction(kind: SubjectKind, until: int) -> Sanction:
    return Sanction(
        kind=kind, subject="s", step="proof", reason="spam", imposed_by="auto", imposed_ms=0, until_ms=until
    )


async def keep(house: House, *rows) -> None:
    async with house.sessions() as session, session.begin():
        for row in rows:
            session.add(row)
            await session.flush()


TERMS = [
    ("evidence", "evidence_days", Evidence, lambda at: [report(at), evidence(at)]),
    ("reports", "reports_days", Report, lambda at: [report(at)]),
    ("observations", "evidence_days", Observation,
     lambda at: [Observation(id="o", visitor="v", kind="flood", weight=1, at_ms=at)]),
    ("sanctions", "sanctions_days", Sanction, lambda at: [sanction(SubjectKind.VISITOR, at)]),
    ("appeals", "appeals_days", Appeal,
     lambda at: [Appeal(sanction=1, visitor="v", text="t", filed_ms=0, outcome="upheld", decided_ms=at)]),
    ("audit", "audit_days", Audit, lambda at: [Audit(at_ms=at, who="ada", act="look", subject="s")]),
    ("blocks", "blocks_days", Block, lambda at: [Block(person="p", other="o", at_ms=at)]),
    ("room_history", "room_history_days", RoomHistory,
     lambda at: [RoomHistory(id="x", cell="text", opened_ms=at, closed_ms=at, reason="left", texts=1)]),
]  # fmt: skip


@both
@pytest.mark.parametrize(("name", "term", "table", "rows"), TERMS, ids=[t[0] for t in TERMS])
async def test_nothing_is_kept_beyond_its_term(house: House, name, term, table, rows):
    """Fails without the line of `name` in `Retention._delete`."""
    days = getattr(house.settings, term)
    at = now_ms() - int(days * DAY)  # all of it old already: the audit refuses to lose young lines
    await keep(house, *rows(at))
    assert (await house.retention.sweep(at + int(days * DAY) - 1000))[name] == 0
    assert len(await house.rows(table)) == 1
    assert (await house.retention.sweep(at + int(days * DAY) + 1000))[name] == 1
    assert await house.rows(table) == []


@both
async def test_held_evidence_stays_with_its_report_until_the_hold_ends(house: House):
    """Fails without held_until_ms, or without `kept`, in `Retention._delete`."""
    at, hold = now_ms() - 400 * DAY, now_ms() - 100 * DAY
    await keep(house, report(at), evidence(at, held_until_ms=hold, hold="police"))
    swept = await house.retention.sweep(hold - 1000)
    assert (swept["evidence"], swept["reports"]) == (0, 0)
    swept = await house.retention.sweep(hold + 1000)
    assert (swept["evidence"], swept["reports"]) == (1, 1)


@both
async def test_addresses_are_forgotten_after_a_day_although_the_report_stays(house: House):
    """Fails without `_forget_addresses`."""
    at = now_ms() - 24 * HOUR
    seen = Observation(id="o", visitor="v", address="a3", kind="flood", weight=1, at_ms=at)
    await keep(house, report(at), seen)
    assert (await house.retention.sweep(at + 24 * HOUR - 1000))["addresses"] == 0
    assert (await house.retention.sweep(at + 24 * HOUR + 1000))["addresses"] == 2
    [row], [seen] = await house.rows(Report), await house.rows(Observation)
    assert (row.reporter_address, row.target_address, seen.address) == ("", "", "")
    assert (row.reporter, row.target) == ("one", "other")


@both
async def test_an_addresss_sanction_is_forgotten_when_it_ends_and_a_visitors_is_not(house: House):
    """Fails without "address_sanctions" in `Retention._delete`."""
    at = now_ms()
    await keep(house, sanction(SubjectKind.ADDRESS, at), sanction(SubjectKind.VISITOR, at))
    assert (await house.retention.sweep(at - 1000))["address_sanctions"] == 0
    assert (await house.retention.sweep(at + 1000))["address_sanctions"] == 1
    assert [row.kind for row in await house.rows(Sanction)] == [SubjectKind.VISITOR]


async def test_an_unanswered_appeal_and_a_lasting_sanction_stay(house: House):
    at = now_ms()
    await keep(
        house, Appeal(sanction=1, visitor="v", text="t", filed_ms=0), sanction(SubjectKind.VISITOR, at + DAY)
    )
    await house.retention.sweep(at)
    assert len(await house.rows(Appeal)) == len(await house.rows(Sanction)) == 1


async def test_what_a_room_said_goes_ten_minutes_after_it_closed(house: House):
    met = await house.strangers()
    await met.one.say(met.room, "hi")
    await met.one.leave(met.room)
    for kind in ("room", "log", "nonces"):
        left = await house.town.client.pttl(f"whimsy:{{text}}:{kind}:{met.room}")
        assert 0 < left <= house.settings.kept_after_close * 1000
