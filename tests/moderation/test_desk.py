"""The desk's data: who may sit there, what waits, what is decided, and that all of it is on record."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import pyotp
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.moderation.house import KEYS, House, both
from whimsy import errors
from whimsy.moderation import audit, numbers
from whimsy.moderation.account import Moderator
from whimsy.moderation.accounts import Accounts
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.audit import Audit
from whimsy.moderation.clock import DAY, HOUR, now_ms
from whimsy.moderation.report import Evidence, Reason, Report
from whimsy.moderation.sanction import Sanction, Step, SubjectKind
from whimsy.moderation.staff import TERMINAL, BadAccount, Staff
from whimsy.moderation.standing import Standing

PASSWORD = "correct horse battery"


async def account(house: House, name: str = "ada") -> pyotp.TOTP:
    return pyotp.parse_uri(await house.account(name, PASSWORD))


async def acts(house: House) -> list[tuple[str, str]]:
    return [(line.who, line.act) for line in await house.rows(Audit)]


# --- accounts and sessions


@both
async def test_a_moderator_logs_in_with_password_and_code_and_no_code_works_twice(house: House):
    """Fails without the condition on last_code in the UPDATE of `log_in`."""
    totp = await account(house)
    code = totp.now()
    assert await house.accounts.log_in("ada", PASSWORD, code, "home") == "ada"
    with pytest.raises(errors.BadLogin):
        await house.accounts.log_in("ada", PASSWORD, code, "home")
    assert ("ada", "login") in await acts(house)


@both
async def test_a_code_used_twice_at_the_same_moment_works_once(house: House):
    """Fails when last_code is compared before the UPDATE instead of in it."""
    totp = await account(house)
    code = totp.now()
    tries = await asyncio.gather(
        *(house.accounts.log_in("ada", PASSWORD, code, f"home{i}") for i in range(4)), return_exceptions=True
    )
    assert tries.count("ada") == 1


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [("ada", "wrong", None), ("ada", PASSWORD, "000000"), ("bob", PASSWORD, None), ("ada", None, None),
     ("Ada", PASSWORD, None), ("ada'--", PASSWORD, None), ("ada", PASSWORD, "٣٤٥٦٧٨")],
)  # fmt: skip
async def test_what_is_wrong_is_refused_in_the_same_words(house: House, name, password, code):
    totp = await account(house)
    with pytest.raises(errors.BadLogin) as refused:
        await house.accounts.log_in(name, password, code or totp.now(), "home")
    assert refused.value.sentence == errors.BadLogin.sentence


async def test_guessing_is_paced_for_an_address_at_a_name_and_the_owner_still_gets_in(house: House):
    """Fails without 'both' in tries.lua's counters."""
    totp = await account(house)
    tries = [await _try(house, "ada", "wrong", "000000", "elsewhere") for _ in range(6)]
    assert tries == [errors.BadLogin] * 5 + [errors.TooFast]
    assert await _try(house, "ada", PASSWORD, totp.now(), "elsewhere") == errors.TooFast
    assert await _try(house, "ada", PASSWORD, totp.now(), "home") is None


async def test_guessing_many_names_from_one_address_is_paced(house: House, monkeypatch):
    """Fails without 'address' in tries.lua's counters."""
    monkeypatch.setattr(house.accounts, "_verified", lambda *_: asyncio.sleep(0))
    tries = [await _try(house, f"name{i}", "wrong", "000000", "elsewhere") for i in range(22)]
    assert tries == [errors.BadLogin] * 20 + [errors.TooFast] * 2


async def test_guessing_at_one_name_from_many_addresses_is_paced(house: House, monkeypatch):
    """Fails without 'name' in tries.lua's counters."""
    monkeypatch.setattr(house.accounts, "_verified", lambda *_: asyncio.sleep(0))
    tries = await asyncio.gather(*(_try(house, "ada", "wrong", "000000", f"a{i}") for i in range(60)))
    assert tries.count(errors.TooFast) == 10


async def _try(house: House, *login) -> type[Exception] | None:
    try:
        await house.accounts.log_in(*login)
    except errors.Refused as refused:
        return type(refused)
    return None


@pytest.mark.parametrize("written", ["{0} {1}", "{0}-{1}", " {0}{1}\r\n", "\u2066{0}\u00a0{1}\u2069", "wide"])
async def test_a_code_is_taken_as_an_authenticator_shows_it(house: House, written):
    """Fails without `parse_code`: "123 456" was a wrong code, and one of the few tries."""
    code = (await account(house)).now()
    typed = code.translate({ord(str(d)): 0xFF10 + d for d in range(10)}) if written == "wide" else code
    typed = typed if written == "wide" else written.format(code[:3], code[3:])
    assert await house.accounts.log_in("ada", PASSWORD, typed, "home") == "ada"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "123 45x", 7, None, ["123456"], "1" * 10_000])
async def test_what_is_no_code_costs_no_try_and_says_so(house: House, typed):
    """Fails when `parse_code` comes after `_pace`."""
    totp = await account(house)
    for _ in range(8):
        with pytest.raises(errors.BadLogin) as refused:
            await house.accounts.log_in("ada", PASSWORD, typed, "home")
        assert "six digits" in refused.value.sentence
    assert await house.accounts.log_in("ada", PASSWORD, totp.now(), "home") == "ada"


@both
async def test_a_disabled_moderator_is_out_at_once_and_back_only_when_enabled(house: House):
    """Fails without the generation in `Desk.who`: the session would go on, or wake up again when enabled."""
    totp, secret = await account(house), await house.sit("ada")
    await house.sit("eve")
    await house.staff.disable("ada", "eve")
    assert await _who(house, secret) is None
    assert await _try(house, "ada", PASSWORD, totp.now(), "home") == errors.BadLogin
    with pytest.raises(errors.NotModerator):  # between their login and its session
        await house.desk.open("ada")
    await house.staff.enable("ada", "eve")
    assert await _who(house, secret) is None
    assert await _try(house, "ada", PASSWORD, totp.now(), "home") is None
    assert [act for act in await acts(house) if act[0] == "eve"] == [("eve", "account")] * 2


@both
async def test_nobody_disables_themself_or_the_last_who_can_log_in(house: House):
    """Fails without `_not_oneself`, without `left` in `disable`, or without its lock."""
    one, two = await house.sit("ada"), await house.sit("bob")
    for act in (house.staff.disable("ada", "ada"), house.staff.enable("ada", "ada"),
                house.staff.reset("ada", PASSWORD, "ada"), house.staff.disable("nobody", "ada")):  # fmt: skip
        with pytest.raises(BadAccount):
            await act
    await asyncio.gather(
        house.staff.disable("ada", "bob"), house.staff.disable("bob", "ada"), return_exceptions=True
    )
    assert sorted([await _who(house, one) or "", await _who(house, two) or ""])[1] in ("ada", "bob")
    for name in ("ada", "bob"):
        with contextlib.suppress(BadAccount):
            await house.staff.disable(name, TERMINAL)
    assert [a.disabled for a in await house.staff.all()].count(False) == 1


async def test_new_keys_end_the_sessions_and_the_old_keys(house: House):
    """Fails without the generation in `reset`."""
    old, secret = await account(house), await house.sit("ada")
    new = pyotp.parse_uri(await house.staff.reset("ada", "another password", "bob"))
    assert await _who(house, secret) is None
    assert await _try(house, "ada", PASSWORD, old.now(), "home") == errors.BadLogin
    assert await _try(house, "ada", "another password", old.now(), "home") == errors.BadLogin
    assert await _try(house, "ada", "another password", new.now(), "home") is None
    with pytest.raises(BadAccount, match="bad_account"):
        await house.staff.add("ada", PASSWORD)


async def test_neither_password_nor_second_factor_is_readable_in_sql(house: House):
    totp = await account(house)
    [row] = await house.rows(Moderator)
    assert row.password.startswith("$argon2id$") and totp.secret not in repr(row.model_dump())


async def test_second_factors_survive_a_new_signing_key_and_not_a_foreign_one(house: House):
    """Fails when SecondFactors opens with the newest key only."""
    totp = await account(house)
    rotated = Accounts(house.town.store, house.sessions, [*KEYS, "the next key"])
    assert await rotated.log_in("ada", PASSWORD, totp.now(), "home") == "ada"
    foreign = Accounts(house.town.store, house.sessions, ["another key"])
    with pytest.raises(errors.BadLogin):
        await foreign.log_in("ada", PASSWORD, totp.now(), "home")


@both
async def test_a_login_under_a_new_key_seals_anew_so_that_the_old_one_may_go(house: House, caplog):
    """Fails without `resealed` in `log_in`: once the old key is gone, nobody gets in."""
    totp, store, sessions = await account(house), house.town.store, house.sessions
    await Accounts(store, sessions, [*KEYS, "the next key"]).log_in("ada", PASSWORD, totp.now(), "home")
    after = Accounts(store, sessions, ["the next key"])
    later = totp.at(now_ms() // 1000 + 30)  # no code works twice
    assert await after.log_in("ada", PASSWORD, later, "home") == "ada"
    with pytest.raises(errors.BadLogin):
        await house.accounts.log_in("ada", PASSWORD, later, "home")
    assert "no longer set" in caplog.text and "ada" not in caplog.text


async def test_a_command_seals_all_anew_and_names_who_is_locked_out(house: House):
    """Fails without `Staff.reseal`."""
    await account(house, "ada")
    await account(house, "bob")
    await Staff(house.sessions, ["a third key"]).add("cy", PASSWORD)
    both_keys, after = (Staff(house.sessions, keys) for keys in ([*KEYS, "next"], ["next"]))
    assert await after.locked_out() == ["ada", "bob", "cy"]
    assert await both_keys.reseal() == (2, ["cy"])
    assert await both_keys.reseal() == (0, ["cy"])
    assert await after.locked_out() == ["cy"]


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), ("A b", PASSWORD), ("ada", "short"), ("a" * 40, PASSWORD)]
)
async def test_bad_accounts_are_not_made(house: House, name, password):
    with pytest.raises(BadAccount):
        await house.staff.add(name, password)
    assert await house.rows(Moderator) == []


async def test_a_session_lasts_while_it_is_used_and_never_beyond_its_age(house: House):
    """Fails without 'idle' or 'ends' in desk.lua."""
    secret, used = await house.sit("ada"), await house.sit("ada")
    for _ in range(24):
        house.town.sleep(1790)
        assert await house.desk.who(used) == "ada"
    house.town.sleep(1790)
    for over in (secret, used):
        with pytest.raises(errors.NotModerator):
            await house.desk.who(over)


async def test_a_session_left_idle_is_over(house: House):
    secret = await house.sit("ada")
    house.town.sleep(1801)
    with pytest.raises(errors.NotModerator):
        await house.desk.who(secret)


async def test_a_page_that_only_refreshes_does_not_keep_its_session(house: House):
    """Fails when 'peek' renews in desk.lua: a desk left open would never be idle."""
    secret = await house.sit("ada")
    for _ in range(2):
        house.town.sleep(890)
        assert await house.desk.who(secret, active=False) == "ada"
    house.town.sleep(30)
    with pytest.raises(errors.NotModerator):
        await house.desk.who(secret, active=False)


async def test_sessions_end_by_hand_one_or_all_of_a_moderator(house: House):
    """Fails without the generation in `Desk.who`."""
    one, two, other = [await house.sit(name) for name in ("ada", "ada", "bob")]
    await house.desk.close(one)
    assert await _who(house, one) is None and await _who(house, two) == "ada"
    await house.staff.disable("ada", "bob")
    assert await _who(house, two) is None and await _who(house, other) == "bob"
    await house.staff.enable("ada", "bob")
    assert await _who(house, await house.sit("ada")) == "ada"


async def _who(house: House, secret) -> str | None:
    try:
        return await house.desk.who(secret)
    except errors.NotModerator:
        return None


@pytest.mark.parametrize("forged", ["", None, "x" * 43, "é" * 43, ["x"], {"a": 1}, "x" * 10_000, "*" * 43])
async def test_a_forged_secret_opens_nothing(house: House, forged):
    await house.sit("ada")
    assert await _who(house, forged) is None


async def test_redis_holds_no_secret_of_a_session(house: House):
    secret = await house.sit("ada")
    keys = await house.town.client.keys("*")
    assert keys and not any(secret in key for key in keys)


# --- the queue


@both
async def test_the_severe_and_the_old_come_first_and_one_visitor_is_one_case(house: House):
    """Fails without the ORDER BY of `Queue.open`."""
    for target, reason in [("late", Reason.SPAM), ("mild", Reason.SPAM), ("child", Reason.CHILD_SAFETY)]:
        await house.accuse(target, reason=reason)
    await house.accuse("mild", "one", reason=Reason.SPAM)
    await house.accuse("mild", "one", reason=Reason.OTHER)
    await house.accuse("mild", reason=Reason.HATE)
    await house.reports.flush()
    async with house.sessions() as session, session.begin():
        await session.execute(text("UPDATE report SET filed_ms = filed_ms - 5 WHERE target = 'late'"))
    assert [(c.target, c.severity, c.reports, c.reporters) for c in await house.queue.open()] == [
        ("child", 4, 1, 1), ("mild", 2, 4, 3), ("late", 1, 1, 1),
    ]  # fmt: skip


@both
async def test_looking_shows_all_and_is_on_record_without_the_evidence(house: House):
    """Fails without `record` in `Queue.look`."""
    met = await house.strangers()
    await met.other.say(met.room, "the planted marker")
    await house.reports.file(met.one.place, met.room, Reason.HATE, "said a planted marker")
    await house.reports.flush()
    target = met.other.tab.visitor
    await house.ban(target)
    file = await house.queue.look("ada", target)
    [looked] = file.reports
    assert looked.said[0]["text"] == "the planted marker" and looked.words == "said a planted marker"
    assert file.seen == (looked.report.id,) and [s.step for s in file.sanctions] == [Step.BAN]
    line = next(line for line in await house.rows(Audit) if line.act == "look")
    assert line.who == "ada" and target in line.subject and looked.report.id in line.detail
    assert "marker" not in repr([row.model_dump() for row in await house.rows(Audit)])


@both
async def test_reports_are_counted_by_the_hour(house: House):
    """Fails when `by_hour` does not leave out what is older than a day."""
    for age in (0, 0, 3 * HOUR, 25 * HOUR):
        await house.accuse("v")
        await house.reports.flush()
        async with house.sessions() as session, session.begin():
            newest = "filed_ms = (SELECT max(filed_ms) FROM report WHERE target = 'v')"
            await session.execute(text(f"UPDATE report SET filed_ms = filed_ms - {age} WHERE {newest}"))
    hours = await numbers.by_hour(house.sessions)
    assert len(hours) == 24
    assert (sum(hours), sum(hours[-5:-3])) == (3, 1)


# --- decisions


@both
async def test_dismissing_closes_what_was_seen_and_costs_the_reporter(house: House):
    for _ in range(2):
        await house.accuse("v", "teller")
    await house.reports.flush()
    file = await house.queue.look("ada", "v")
    await house.decisions.dismiss("ada", "v", file.seen)
    assert await house.queue.open() == []
    assert {r.status for r in await house.rows(Report)} == {"dismissed"}
    [looked, _] = (await house.queue.look("ada", "v")).reports
    assert (looked.trust.accepted, looked.trust.dismissed) == (0, 2)
    assert ("ada", "dismiss") in await acts(house)


@both
async def test_sanctioning_closes_as_accepted_and_asks_proof_of_the_address(house: House):
    await house.accuse("v", "teller", target_address="home")
    await house.reports.flush()
    file = await house.queue.look("ada", "v")
    given = await house.decisions.sanction("ada", "v", file.seen, Step.BAN, Reason.SCAM, 900 * DAY)
    assert [r.status for r in await house.rows(Report)] == ["accepted"]
    standing = await house.sanctions.of("v", "home")
    assert (standing.step, standing.sanction, standing.proof) == (Step.BAN, given, True)
    assert standing.left_ms <= 365 * DAY
    assert await house.sanctions.of("neighbour", "home") == Standing(proof=True)
    assert [act for who, act in await acts(house) if who == "ada"] == ["look", "ban", "proof"]


@both
async def test_two_moderators_decide_on_one_case_once(house: House):
    """Fails without the row count in `_close`."""
    await house.accuse("v")
    await house.reports.flush()
    seen = (await house.queue.look("ada", "v")).seen
    done = await asyncio.gather(
        house.decisions.dismiss("ada", "v", seen),
        house.decisions.sanction("bob", "v", seen, Step.BAN, Reason.SCAM),
        return_exceptions=True,
    )
    assert sum(isinstance(result, errors.CaseChanged) for result in done) == 1
    banned = (await house.rows(Sanction)) != []
    assert [r.status for r in await house.rows(Report)] == ["accepted" if banned else "dismissed"]
    assert [act for _, act in await acts(house) if act in ("ban", "dismiss")] == [
        "ban" if banned else "dismiss"
    ]


async def test_a_report_nobody_looked_at_stays_open(house: House):
    await house.accuse("v")
    await house.reports.flush()
    seen = (await house.queue.look("ada", "v")).seen
    await house.accuse("v")
    await house.reports.flush()
    await house.decisions.dismiss("ada", "v", seen)
    assert len(await house.queue.open()) == 1
    for wrong in ((), ("nothing",)):
        with pytest.raises(errors.CaseChanged):
            await house.decisions.dismiss("ada", "v", wrong)


async def test_an_act_whose_line_cannot_be_written_does_not_happen(house: House, monkeypatch):
    """Fails when a decision and its audit are two transactions."""

    async def full(*_):
        raise RuntimeError("no more audit")

    monkeypatch.setattr("whimsy.moderation.decisions.record", full)
    with pytest.raises(RuntimeError):
        await house.ban("v")
    assert await house.rows(Sanction) == [] and await house.standing("v") == Standing()


@both
async def test_the_audit_cannot_be_changed_or_its_young_lines_deleted(house: House):
    """Fails without the triggers of migration 0002."""
    await house.ban("v")
    for statement in ("UPDATE audit SET who = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="append-only"):
            async with house.sessions() as session, session.begin():
                await session.execute(text(statement))
    async with house.sessions() as session:
        assert [line.who for line in await audit.lines(session)] == ["ada"]
        assert await audit.lines(session, before=1) == []


@both
async def test_a_hold_keeps_its_reason_and_is_on_record(house: House):
    await house.accuse("v")
    await house.reports.flush()
    [report] = await house.rows(Report)
    await house.decisions.hold("ada", report.id, "police, file 12")
    [evidence] = await house.rows(Evidence)
    assert evidence.hold == "police, file 12" and evidence.held_by == "ada"
    assert evidence.held_until_ms > now_ms() + 100 * DAY
    await house.decisions.release("ada", report.id, "closed")
    assert (await house.rows(Evidence))[0].held_until_ms == 0
    assert [act for who, act in await acts(house) if who == "ada"] == ["hold", "release"]
    with pytest.raises(errors.Malformed):
        await house.decisions.hold("ada", report.id, " ")
    with pytest.raises(errors.CaseChanged):
        await house.decisions.hold("ada", "nothing", "why")


async def test_a_sanction_is_lifted_once(house: House):
    given = await house.ban("v")
    await house.decisions.lift("ada", given, "a mistake")
    with pytest.raises(errors.CaseChanged):
        await house.decisions.lift("bob", given, "again")


# --- appeals


@both
async def test_a_sanctioned_visitor_sees_what_and_why_and_nothing_of_the_reporter(house: House):
    await house.accuse("v", "the reporter")
    await house.reports.flush()
    seen = (await house.queue.look("ada", "v")).seen
    given = await house.decisions.sanction("ada", "v", seen, Step.BAN, Reason.SCAM)
    await house.decisions.sanction("ada", "v", (), Step.SHADOW, Reason.SCAM)
    [imposed] = await house.appeals.imposed("v")
    assert (imposed.id, imposed.step, imposed.reason, imposed.appeal) == (given, Step.BAN, Reason.SCAM, "")
    shown = repr(imposed)
    assert "reporter" not in shown and "ada" not in shown and seen[0] not in shown
    assert await house.appeals.imposed("the reporter") == []


@both
async def test_one_appeal_a_sanction_and_only_ones_own(house: House):
    """Fails without the unique sanction of an appeal, or without the visitor in `file`."""
    given = await house.ban("v")
    answers = await asyncio.gather(*(house.appeals.file("v", given, "not me") for _ in range(3)))
    assert sorted(answers) == [False, False, True]
    assert [i.appeal for i in await house.appeals.imposed("v")] == ["waiting"]
    others = await house.ban("w")
    shadow = await house.decisions.sanction("ada", "v", (), Step.SHADOW, Reason.SCAM)
    for not_theirs in (others, shadow, 999):
        with pytest.raises(errors.Refused):
            await house.appeals.file("v", not_theirs, "let me")


@both
async def test_a_granted_appeal_lifts_and_an_upheld_one_does_not(house: House):
    for visitor, grant in (("v", True), ("w", False)):
        await house.appeals.file(visitor, await house.ban(visitor), "please")
        [(appeal, sanction)] = await house.appeals.waiting()
        assert sanction is not None and sanction.subject == visitor
        await house.decisions.answer("bob", appeal.id, "looked again", grant=grant)
        with pytest.raises(errors.CaseChanged):
            await house.decisions.answer("ada", appeal.id, "once more", grant=True)
    assert await house.sanctions.of("v") == Standing()
    assert (await house.sanctions.of("w")).step == Step.BAN
    assert [(i.lifted, i.appeal) for i in await house.appeals.imposed("v")] == [(True, "granted")]
    assert [(i.lifted, i.appeal) for i in await house.appeals.imposed("w")] == [(False, "upheld")]
    assert {a.decided_by for a in await house.rows(Appeal)} == {"bob"}


async def test_nothing_of_this_is_logged(house: House, caplog):
    caplog.set_level(logging.DEBUG, logger="whimsy")
    met = await house.strangers()
    await met.other.say(met.room, "planted words")
    await house.reports.file(met.one.place, met.room, Reason.HATE, "planted reason")
    await house.reports.flush()
    await house.ban(met.other.tab.visitor)
    assert "planted" not in caplog.text and met.other.tab.visitor not in caplog.text
    assert now_ms() - (await house.rows(Sanction))[0].imposed_ms < HOUR
    assert (await house.rows(Sanction))[0].kind == SubjectKind.VISITOR
