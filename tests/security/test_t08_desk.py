"""T8: the desk taken over. Who has no session gets nothing from any of its handlers, and changes nothing."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import psutil
import pytest
import pytest_asyncio
from sqlmodel import select

from tests.faults.stores import workers_of
from tests.office import DESK, PASSWORD, DeskPage, Office
from tests.serving import Served
from whimsy import errors
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.audit import Audit
from whimsy.moderation.report import Evidence, Reason, Report
from whimsy.moderation.sanction import Sanction, Step
from whimsy.moderation.switches import Switch
from whimsy.states.desk.appeals import AnswerState
from whimsy.states.desk.aside import AsideState
from whimsy.states.desk.audit import AuditState
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.entrance import EntranceState
from whimsy.states.desk.live import LiveState
from whimsy.states.desk.session import DeskState
from whimsy.states.desk.staff import StaffState
from whimsy.states.desk.switches import SwitchState

pytestmark = pytest.mark.served

STATES = (
    DeskState,
    EntranceState,
    LiveState,
    CaseState,
    AnswerState,
    SwitchState,
    AuditState,
    StaffState,
    AsideState,
)
OPEN = {"arrive", "arrive_later", "log_in", "log_out", "watch", "dismiss_notice"}
"""What anybody may call: it shows nothing, or checks what was typed."""
WORDS = "planted marker"


def handlers() -> list[tuple[type, str]]:
    """Every handler of the desk that a browser can call."""
    found = []
    for state in STATES:
        inherited = state.get_parent_state().event_handlers if state is not DeskState else {}
        found += [
            (state, name) for name in state.event_handlers if name not in inherited and name != "setvar"
        ]
    return found


GUARDED = [(state, name) for state, name in handlers() if name not in OPEN]


def payload(state: type, name: str, case: dict) -> dict:
    """What a moderator's own page would send."""
    form = {
        "why": "because",
        "days": "30",
        "reason": "hate",
        "name": "ada",
        "password": PASSWORD,
        "code": "1",
    }
    values = {**case, "part": "appeals", "step": "ban", "form": form, "on": False}
    form["sanction"] = str(case["sanction"])
    values |= {"step": "warn", "name": "video", "verdict": "accept", "act": "disable", "line": "a" * 32}
    arguments = [*inspect.signature(state.event_handlers[name].fn).parameters][1:]
    return {argument: values[argument] for argument in arguments}


@pytest.fixture(scope="module")
def served(tmp_path_factory, valkey) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("desk"), workers=2, cooldown=0, redis_url=valkey)
    yield server.wait()
    server.stop()


@pytest_asyncio.fixture
async def office(served: Served, valkey) -> AsyncIterator[Office]:
    office = await Office(served, valkey).open()
    yield office
    await office.close()


@pytest_asyncio.fixture
async def case(office: Office) -> dict:
    """A case with a sanction and an appeal beside it, as arguments of handlers."""
    target = await office.accused(WORDS, words=f"said a {WORDS}")
    sanction = await office.decisions.sanction("eve", target, (), Step.WARN, Reason.SPAM)
    await office.appeals.file(target, sanction, WORDS)
    [report] = (await office.queue.look("eve", target)).seen
    async with office.sessions() as session:
        appeal = await session.scalar(select(Appeal.id).where(Appeal.sanction == sanction))
    return {"target": target, "sanction": sanction, "report": report, "appeal": appeal}


async def remembered(office: Office) -> list[str]:
    tables = (Report, Evidence, Sanction, Appeal, Switch, Audit)
    return [repr(row.model_dump()) for table in tables for row in await office.rows(table)]


def shows_nothing(page: DeskPage, case: dict) -> None:
    heard = " ".join(page.heard)
    assert WORDS not in heard and case["target"] not in heard and case["report"] not in heard
    assert is_empty(page)


def is_empty(page: DeskPage) -> bool:
    told = {"notice", "ready", "opened"}
    return all(
        page.of(state, name) in (None, state.get_fields()[name].default_value())
        for state in STATES
        for name in state.get_fields()
        if state.get_fields()[name]._owner is state and name not in told
    )


def test_every_handler_is_either_guarded_or_named_as_open():
    """Fails when a state of the desk is missing from STATES, or an open handler is gone."""
    assert set(STATES) == {DeskState, *DeskState.get_substates()}
    assert {name for _, name in handlers() if name in OPEN} == OPEN
    assert len(GUARDED) >= 15


@pytest.mark.parametrize("secret", ["", "x" * 43, "logged out"])
async def test_nobody_but_a_moderator_is_answered_by_any_handler(office: Office, case, secret):
    """Fails without `self._moderator()` around any one of the handlers: each must say "Log in again."."""
    if secret == "logged out":
        secret = await office.sit("ada")
        await office.desk.close(secret)
    before = await remembered(office)
    for state, name in GUARDED:
        async with DeskPage(office, secret) as page:
            said = page["notice"]["id"]
            await page.do(state, name, **payload(state, name, case))
            await page.until(lambda page=page, said=said: page["notice"]["id"] > said)
            assert page.told == errors.NotModerator.sentence, name
            shows_nothing(page, case)
    assert await remembered(office) == before


@pytest.mark.parametrize("name", ["arrive", "watch", "log_in", "log_out", "arrive_later"])
async def test_what_anybody_may_call_shows_nothing(office: Office, case, name):
    """Fails without the check of `who` in `watch`, or of the secret in `_read`."""
    async with DeskPage(office) as page:
        state = LiveState if name == "watch" else EntranceState
        await page.do(
            state, name, **({"form": payload(AuditState, "newest", case)} if name == "log_in" else {})
        )
        await asyncio.sleep(1.5)
        shows_nothing(page, case)


@pytest.mark.parametrize(("state", "name"), GUARDED, ids=[name for _, name in GUARDED])
async def test_a_session_that_ends_while_a_case_lies_open_ends_for_every_handler(
    office: Office, case, state, name
):
    """Fails without `self._moderator()` around the handler named: the page was a moderator's a moment ago."""
    secret = await office.sit("ada")
    async with DeskPage(office, secret) as page:
        await page.do(CaseState, "look", target=case["target"])
        await page.until(lambda: page["target"] == case["target"])
        if name == "answer":
            await page.do(AnswerState, "consider", appeal=case["appeal"], verdict="accept")
            await page.until(lambda: page["answering"] == case["appeal"])
        if name == "turn":
            await page.do(SwitchState, "ask", name="video")
            await page.until(lambda: page.of(SwitchState, "asking") == "video")
        before = await remembered(office)
        await office.desk.close(secret)
        await page.do(state, name, **payload(state, name, case))
        await page.until(lambda: is_empty(page))
        assert page.told == errors.NotModerator.sentence
        assert await remembered(office) == before


async def test_nothing_stays_in_the_page_after_logging_out(office: Office, case):
    """Fails without `_empty` in `log_out`, or `desk.close`."""
    secret = await office.sit("ada")
    async with DeskPage(office, secret) as page:
        await page.do(CaseState, "look", target=case["target"])
        await page.do(AuditState, "newest")
        await page.until(lambda: page["file"] and page["lines"] and page["tiles"])
        await page.do(EntranceState, "log_out")
        await page.until(lambda: is_empty(page))
    with pytest.raises(errors.NotModerator):
        await office.desk.who(secret)


async def test_a_session_that_is_over_empties_the_page_by_itself(office: Office, case):
    """Fails without NotModerator in `watch`, or the generation in `Desk.who`: whichever process shows it."""
    secret = await office.sit("zoe")
    async with DeskPage(office, secret) as page:
        await page.do(CaseState, "look", target=case["target"])
        await page.until(lambda: page["file"] and page["tiles"])
        await office.sit("eve")
        await office.staff.disable("zoe", "eve")
        await page.until(lambda: is_empty(page))
        assert page.told == errors.NotModerator.sentence


async def test_who_is_disabled_at_one_process_is_out_at_the_other_at_once(office: Office, case):
    """Fails when a process remembers who may sit at the desk (`Desk._generation`)."""
    secret, ada = await office.sit("walt"), await office.sit("ada")
    async with AsyncExitStack() as opened:

        async def sit(secret: str) -> tuple[DeskPage, int]:
            page = await opened.enter_async_context(DeskPage(office, secret))
            return page, holder(page)

        theirs, process = await sit(secret)
        boss, other = await sit(ada)
        for _ in range(40):
            if other != process:
                break
            boss, other = await sit(ada)
        assert other != process, "every page is on the same process"
        await theirs.do(CaseState, "look", target=case["target"])
        await theirs.until(lambda: theirs["file"] and theirs["tiles"])
        await boss.do(StaffState, "gather")
        await boss.until(lambda: "walt" in [account["name"] for account in boss["staff"] or []])
        await boss.do(StaffState, "consider", name="walt", act="disable")
        await boss.do(StaffState, "carry_out", name="walt")
        await boss.until(lambda: boss.told.startswith("Disabled"))
        heard = len(theirs.heard)
        await theirs.do(AuditState, "newest")  # at once: before the page looks by itself
        await theirs.until(lambda: is_empty(theirs))
        assert theirs.told == errors.NotModerator.sentence
        assert "lines" not in " ".join(theirs.heard[heard:]) or not theirs["lines"]
        assert holder(theirs) == process
        assert boss["who"] == "ada"


def holder(page: DeskPage) -> int:
    """The process of the served app that holds a page's socket."""
    port = page._client.eio.ws.get_extra_info("sockname")[1]
    [pid] = {
        pid
        for pid in workers_of(page.served.process.pid)
        for held in psutil.Process(pid).net_connections("tcp")
        if held.raddr and held.raddr.port == port
    }
    return pid


@pytest.mark.parametrize("by", ["session", "password"])
async def test_a_closed_page_leaves_nothing_to_who_knows_its_token(office: Office, case, by):
    """Fails without CancelledError (session) or `has_socket` (password) in `watch`: Reflex keeps states."""
    async with DeskPage(office, await office.sit("ada") if by == "session" else "") as page:
        if by == "password":
            code = (await office.moderator("grace")).now()
            form = {"name": "grace", "password": PASSWORD, "code": code}
            await page.do(EntranceState, "log_in", form=form)
        await page.until(lambda: page["tiles"])
        await page.do(CaseState, "look", target=case["target"])
        await page.until(lambda: page["file"])
    await asyncio.sleep(2.5)
    for _ in range(4):  # either process may answer
        async with DeskPage(office, token=page.token) as thief:
            shows_nothing(thief, case)


async def test_guessing_is_paced_at_the_desk_itself(office: Office, case):
    """Fails without `_pace` in `log_in`; what is wrong is never said."""
    async with DeskPage(office) as page:
        told = []
        for guess in range(7):
            said = page["notice"]["id"]
            form = {"name": "mallory", "password": f"guess {guess} at this", "code": "000000"}
            await page.do(EntranceState, "log_in", form=form)
            await page.until(lambda said=said: page["notice"]["id"] > said)
            told.append(page.told)
        assert told[:5] == [errors.BadLogin.sentence] * 5
        assert all(sentence.startswith("That was too fast.") for sentence in told[5:])
        shows_nothing(page, case)
        assert "guess" not in " ".join(page.heard)


async def test_a_key_pressed_twice_decides_on_one_case(office: Office):
    """Fails without `_opened`: the second press would decide on the case that came next, unread."""
    targets = {await office.accused("one", reason=Reason.CHILD_SAFETY) for _ in range(2)}
    async with DeskPage(office, await office.sit("ada")) as page:
        await page.do(CaseState, "skip")
        await page.until(lambda: page["target"])
        first = page["target"]
        for _ in range(3):
            await page.do(CaseState, "dismiss", target=first)
        await page.until(lambda: page["target"] not in ("", first))
        await asyncio.sleep(0.5)
        statuses = {row.target: row.status for row in await office.rows(Report) if row.target in targets}
    assert first in targets and sorted(statuses.values()) == ["dismissed", "open"]


def test_the_desk_is_baked_into_the_bundle_empty():
    """Fails when a var of the desk has a default that tells anything."""
    assert DESK.endswith("desk_state")
    for state in STATES:
        for name in state.base_vars:
            assert getattr(state(), name) in ("", 0, False, True, [], {}, "cases", "open") or name == "notice"


async def test_the_desk_disables_and_resets_others_and_settles_what_was_set_aside(office: Office):
    """Fails without any one handler of StaffState and AsideState; new keys are shown once."""
    yuri, secret = await office.sit("yuri"), await office.sit("xena")
    line = '{"id": "none", "reason": "child_safety"}'
    await office.town.client.rpush("whimsy:{text}:reports", line)
    async with DeskPage(office, secret) as page, DeskPage(office, yuri) as other:
        await page.do(StaffState, "gather")
        await page.until(lambda: "yuri" in [account["name"] for account in page["staff"] or []])
        await page.do(StaffState, "consider", name="yuri", act="disable")
        await page.do(StaffState, "carry_out", name="yuri")
        await other.until(lambda: is_empty(other))
        await page.do(StaffState, "consider", name="yuri", act="reset")
        await page.do(StaffState, "carry_out", name="yuri")
        await page.until(lambda: page["renewed"] == "yuri" and page["uri"].startswith("otpauth://"))
        await page.do(StaffState, "consider", name="", act="")
        await page.until(lambda: page["uri"] == page["password"] == "")
        await page.until(lambda: page["many"] == 1 and page["aside"][0]["grave"])
        [waiting] = page["aside"]
        await page.do(AsideState, "read", line=waiting["id"])
        await page.until(lambda: page["line"] == line)
        await page.do(AsideState, "write", line=waiting["id"])
        await page.until(lambda: page.told.startswith("It still can't be written"))
        await page.do(AsideState, "ask", line=waiting["id"])
        await page.do(AsideState, "discard", line=waiting["id"])
        await page.until(lambda: page["many"] == 0)
    acts = [(row.act, row.detail) for row in await office.rows(Audit) if row.who == "xena"]
    assert [act for act, _ in acts] == ["account", "account", "look", "discard"]
