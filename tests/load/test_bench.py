"""The bench measures what it says: every contender at a tiny size, and verdicts that can be trusted."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from tests import postgres
from tests.load import crowds, machine, planning, processes, tabs, verdicts, waiter
from tests.load.bench import RELAY_FOLDER
from tests.load.claims import Cell, by_turns
from tests.load.former_sql import FormerSql
from tests.load.lobby import ClaimStep
from tests.load.messages import Crowd, Window, _word
from tests.load.relay import Missing, Relay, RelayTab
from tests.load.sample import percentile
from tests.load.tab import Tab, WhimsyTab
from tests.load.table import Table
from tests.serving import PROMPT, Served
from whimsy.lobby.lobby import Lobby
from whimsy.lobby.ticket import Wishes
from whimsy.rooms.room import Place, Rooms
from whimsy.storage.keys import TEXT
from whimsy.stranger.page import CHAT, FIELD
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.identity import Tab as Identified
from whimsy.visitors.identity import TabId, VisitorId

ROOMS = 20


@pytest_asyncio.fixture
async def step(valkey: str) -> AsyncIterator[ClaimStep]:
    """Our claims on a database of the bench's own, with a few full rooms."""
    step = ClaimStep(valkey.removesuffix("/0") + "/9", ROOMS)
    await step.store.client.flushdb()
    await step.open_rooms()
    yield step
    await step.store.client.flushdb()
    await step.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory, valkey: str) -> Iterator[Served]:
    # On the test run's Valkey: one of its own would take seconds to go.
    redis_url = valkey.removesuffix("/0") + "/8"
    server = Served(tmp_path_factory.mktemp("bench"), workers=1, cooldown=0, redis_url=redis_url, **PROMPT)
    yield server.wait()
    server.stop()


@pytest.fixture(params=["node", "socketio", "starlette"])
def relay(request) -> Iterator[Relay]:
    try:
        relay = Relay.in_node(RELAY_FOLDER) if request.param == "node" else Relay.in_python(request.param)
    except Missing as missing:
        pytest.skip(str(missing))
    yield relay
    relay.stop()


async def test_our_claims_leave_rooms_of_two_and_the_store_as_it_was(step: ClaimStep):
    before = await step.store.client.dbsize()
    (cell,) = await by_turns([step], rounds=1, seconds=0.1)
    assert cell.rate.middle > 0
    assert cell.p50 > 0
    assert (cell.made > 0, cell.invalid, cell.fullest) == (True, 0, 2)
    assert await step.store.client.dbsize() == before


async def test_a_full_room_made_in_a_batch_is_like_one_made_by_claims(step: ClaimStep):
    rooms, client = Rooms(step.store), step.store.client
    lobby = Lobby(step.store, rooms, ActiveTabs(step.store))
    for name in "ab":
        tab = Identified(TabId(f"real{name}"), VisitorId(name), name)
        entered = await lobby.enter(Place(tab, "bench/1"), TEXT, Wishes())
    made, real = f"text-{1:022d}", entered.room
    for key in ("whimsy:{text}:room:", "whimsy:{text}:log:"):
        assert await client.type(key + made) == await client.type(key + real)
    assert await client.hkeys("whimsy:{text}:room:" + made) == await client.hkeys(
        "whimsy:{text}:room:" + real
    )
    batch = Identified(TabId(f"full{1:027d}a"), VisitorId("-"), "-")
    seen, wanted = await rooms.snapshot(batch, TEXT), await rooms.snapshot(tab, TEXT)
    assert (seen.phase, seen.n, seen.log[0].code) == (wanted.phase, wanted.n, wanted.log[0].code)


async def test_the_former_design_is_measured_in_both_wordings():
    with postgres.running() as url:
        for wording in ("grouped", "counted"):
            former = await FormerSql.prepare(await postgres.fresh_database(url, wording), ROOMS, wording)
            (cell,) = await by_turns([former], rounds=1, seconds=0.1)
            assert cell.rate.middle > 0
            assert cell.made > 0
            assert machine.Others(await former.server()).cores() >= 0
            assert await former._pool.fetchval("SELECT count(*) FROM chat_rooms") == ROOMS
            await former.close()


@pytest.mark.served
async def test_a_lone_waiter_is_measured(served: Served):
    waits = await waiter.measure(served.address, rounds=2)
    assert len(waits.plain) == len(waits.tagged) == 2
    assert all(0 < wait < 5000 for wait in (*waits.plain, *waits.tagged))


@pytest.mark.served
async def test_messages_of_the_served_app_all_arrive(served: Served):
    await _talk(lambda: WhimsyTab(served.address), served.process.pid)


async def test_messages_of_the_relay_all_arrive(relay: Relay):
    await _talk(lambda: RelayTab(relay.address), relay.process.pid)


@pytest.mark.served
async def test_texts_of_all_at_once_arrive(served: Served):
    for window in await crowds.shouts(lambda: WhimsyTab(served.address), 6, served.process.pid):
        assert (window.sent, window.lost, window.wrong) == (6, 0, 0)
        assert all(0 < delay < 5000 for delay in window.delays)


@pytest.mark.served
async def test_all_who_press_start_at_once_meet(served: Served):
    storm = await crowds.storm(served.address, 6)
    assert (len(storm.waits), storm.unpaired, storm.wrong) == (6, 0, 0)
    assert "kept    all paired" in str(verdicts.of_storm(storm, 6))


async def _talk(make, pid: int) -> None:
    crowd = Crowd(make, tabs=6, pid=pid)
    try:
        await crowd.gather()
        window = await crowd.talk(rate=40, seconds=0.5, seed=1)
    finally:
        await crowd.close()
    assert window.sent > 5
    assert (window.lost, window.wrong) == (0, 0)
    assert all(0 < delay < 5000 for delay in window.delays)
    assert window.traffic > 64 * 2 * window.sent


def test_a_line_that_comes_after_the_answer_to_a_later_post_is_heard_once():
    """Fails when only the latest line is remembered: texts would be called lost that came."""
    tab, heard = WhimsyTab("http://nowhere"), []
    tab.heard = lambda text, _now: heard.append(text)

    def show(*seqs: int) -> None:
        lines = [{"seq": seq, "kind": "text", "text": f"{seq}", "mine": seq == 3} for seq in seqs]
        tab._take("/_event", ["event", {"delta": {CHAT: {f"lines{FIELD}": {"lines": lines}}}}], 0)

    show(3)
    show(2)
    show(2, 3, 4)
    assert heard == ["2", "4"]


def test_what_goes_wrong_on_the_way_is_counted():
    window = (crowd := Crowd(Tab, tabs=3, pid=0))._window
    one, other, stranger = crowd._tabs
    one.room = other.room = "theirs"
    crowd._sent = {f"word{number}": (number, one, 1.0) for number in range(5)}
    window.sent = 5
    for tab, number in ((other, 1), (other, 0), (other, 2), (other, 2), (stranger, 3)):
        crowd._hear(tab, f"word{number} and so on", now=1.5)
    assert (window.lost, window.repeated, window.disordered, window.astray) == (1, 1, 1, 1)
    assert window.wrong == 3
    assert window.delays == [500] * 4
    crowd._hear(other, "word99 of a window before", now=1.5)
    assert window.wrong == 3


def test_a_wrong_result_is_grave_and_a_slow_one_is_not():
    lossy = Window(sent=2, delays=[900.0], late=[0.0])
    table = verdicts.of_messages([lossy], {"a relay": [Window(sent=1, delays=[1.0], late=[0.0])]}, 1, 2, 0)
    judged = [(target.kept, target.grave) for target in table.targets]
    assert judged == [(False, False), (False, False), (True, False), (False, True)]
    assert "MISSED" in str(table)


def test_what_could_not_be_compared_is_said():
    table = verdicts.of_messages([Window(sent=1, delays=[1.0], late=[0.0])], {}, 1, 2, 0)
    assert "No relay" in str(table)


def test_claims_are_compared_at_the_same_number_of_rooms():
    def cell(rooms: int, rate: float, invalid: int = 0) -> Cell:
        return Cell(type("_", (), {"rooms": rooms})(), [rate], [0.001], 10, invalid, 2)

    table = verdicts.of_claims(
        [cell(100, 4000), cell(10_000, 3900), cell(100_000, 3600)],
        [cell(100, 4000, 2), cell(10_000, 39, 5)],
        cell(10_000, 30),
        others=0,
    )
    assert [row[-1] for row in table.rows] == ["1.0×", "100.0×", "–"]
    assert [target.kept for target in table.targets] == [True, True, True]


def test_percentiles_are_values_that_were_measured():
    assert [percentile([5, 1, 3, 2, 4], share) for share in (0, 0.5, 0.95, 1)] == [1, 3, 5, 5]


def test_a_table_is_aligned():
    lines = str(Table("Title", ("a", "b"), [("x", "1"), ("long", "1,000")])).splitlines()
    assert lines[2:] == ["  a         b", "  ────  ─────", "  x         1", "  long  1,000"]


class Carries:
    """A crowd whose texts arrive in time up to so many a second."""

    def __init__(self, most: float):
        self.most = most

    async def talk(self, rate: float, seconds: float, seed: int) -> Window:
        sent = round(rate * seconds)
        return Window(
            sent=sent, delays=[10.0 if rate <= self.most else 90.0] * sent, cpu=0.001 * sent, late=[0]
        )


async def test_the_search_closes_in_on_what_is_carried():
    searches = [processes.Search(Carries(most), 100, halvings=5) for most in (330, 700, 1)]
    await processes.by_turns(searches, 0.5)
    one, two, none = searches
    assert 300 <= one.best.rate <= 330 <= one.above <= 350
    assert 675 <= two.best.rate <= 700
    assert none.best is None
    table = planning.of_processes(one, two, 80, others=0)
    assert [row[0] for row in table.rows] == ["one process", "two processes"]
    assert any(2 < float(remark.split()[3].rstrip("×")) < 2.4 for remark in table.remarks[:1])
    assert str(planning.of_processes(one, none, 80, others=0))


def test_a_slope_goes_through_what_was_measured():
    slope = tabs.Slope.through([(100, 1.5), (1000, 6.0), (4000, 21.0)])
    assert (round(slope.base, 6), round(slope.at(10_000), 6)) == (1, 51)
    assert tabs.Slope.through([(100, 3.0)]).at(10_000) == 3


def test_what_is_expected_of_more_tabs_follows_the_slope():
    def level(many: int) -> tabs.Level:
        cost = tabs.Cost(1 + many / 1000, 0.5, [5.0])
        return tabs.Level(many, 0.1, 0.01, cost, cost, Window(sent=1, delays=[5]), 30e3 + 1e6 / many, 2048)

    table = planning.of_tabs([level(100), level(1000), level(4000)], rate=10, others=0)
    assert table.rows[-1][:3] == ("10,000?", "11.00 + 0.50", "–")
    assert table.rows[-1][-1] == "29 + 2.0"
    assert any("at 7,000 tabs" in remark for remark in table.remarks)


@pytest.mark.served
async def test_costs_are_measured_with_few_and_more_tabs(served: Served, valkey: str):
    store = Redis.from_url(valkey, decode_responses=True)
    town = tabs.Town(served.address, served.process.pid, store, rate=40)
    few, more = await tabs.measure(town, (10, 20), seconds=0.5, rounds=1, until=time.monotonic() + 30)
    assert (few.tabs, more.tabs) == (10, 20)
    for cost in (few.message, few.claim, more.message, more.claim):
        assert cost.delays
    assert few.window.lost == few.window.wrong == more.window.lost == more.window.wrong == 0
    assert len(few.claim.delays) == 1
    late = tabs.Town(served.address, served.process.pid, store, rate=40)
    assert [level.tabs for level in await tabs.measure(late, (10, 900), 0.3, 1, until=0)] == [10]
    await store.aclose()


def test_no_two_texts_of_a_run_begin_alike():
    words = {_word(number) for number in range(200_000)}
    assert len(words) == 200_000 and all(word.isalpha() for word in words)
