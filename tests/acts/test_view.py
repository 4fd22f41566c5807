"""The law of the view: a snapshot plus the events after it equals a fresh snapshot."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.town import Town
from whimsy import events
from whimsy.acts.view import View
from whimsy.errors import MessageGone, NotInRoom, RoomClosed, VideoRests
from whimsy.lobby.lobby import Waiting
from whimsy.rooms.room import Snapshot
from whimsy.settings import Rate, Settings
from whimsy.storage.keys import RoomId
from whimsy.visitors.budgets import Budget

BUDGET = Budget("whimsy:{budget:message:visitor:me}", Rate(1000, 1))
ACTIONS = (
    "say", "answer", "part", "come_back", "partner_part", "partner_back", "leave", "partner_leaves",
    "offer", "partner_offers", "accept", "decline", "stop", "partner_stops", "rebuild",
    "partner_declines", "never", "a_minute", "reply", "react", "partner_reacts", "take_back", "topic",
    "wish", "partner_wishes",
)  # fmt: skip


def shown(view: View) -> dict:
    return {**vars(view), "log": list(view.log), "stage": None, "epoch": None}


async def fold(actions: list[str], start_at: int, redis_url: str, tmp_path) -> None:
    town = await Town.found(Settings(redis_url=redis_url, data_dir=tmp_path, history=10))
    me, partner = town.citizen(), town.citizen()
    view = View(10)
    outcome = await me.enter()
    assert isinstance(outcome, Waiting)
    view.search(outcome.ticket, outcome.stage)
    room = (await partner.enter()).room
    for step, action in enumerate(actions):
        if step == start_at:  # an old view is rebuilt in the middle; events already seen come again
            view = View(10)
            view.show(await me.see())
        try:
            match action:
                case "say":
                    await me.say(room, "mine")
                case "answer":
                    await partner.say(room, "theirs")
                case "part":
                    await me.part()
                case "come_back":
                    # events reach the connection that is there
                    await town.listen()
                    await me.come_back()
                case "partner_part":
                    await partner.part()
                case "partner_back":
                    await partner.come_back()
                case "reply":
                    await me.say(room, "to that", to=view.n)
                case "react" | "take_back":
                    await town.rooms.react(me.place, room, 2, "heart" if action == "react" else "", BUDGET)
                case "partner_reacts":
                    await town.rooms.react(partner.place, room, 2, "wow", BUDGET)
                case "topic":
                    await town.rooms.propose(me.place, room, "Sea or mountains?", BUDGET)
                case "partner_offers" | "partner_stops":
                    await town.rooms.video(partner.place, room, "offer" if "offer" in action else "stop")
                case "partner_declines" | "never":
                    who, why = (me, "never") if action == "never" else (partner, "")
                    await town.rooms.video(who.place, room, "decline", why=why)  # type: ignore[arg-type]
                case "a_minute":
                    town.store.skew_ms += 60_001
                case "offer" | "accept" | "decline" | "stop" | "rebuild":
                    await town.rooms.video(me.place, room, action, view.call)
                case "wish":
                    await town.reunions.wish(me.place, room)
                    view.show(await me.see())  # as `acts.reunion.wish` does: no event tells of it
                case "partner_wishes":
                    await town.reunions.wish(partner.place, room)
                case "leave":
                    await me.leave(room)
                case "partner_leaves":
                    await partner.leave(room)
        except VideoRests:
            assert "offer" in action
        except MessageGone:
            assert action in ("react", "take_back", "partner_reacts")
        except NotInRoom:
            assert action in ("wish", "partner_wishes")
        except RoomClosed:
            assert "leave" in actions or "partner_leaves" in actions
    for event in await me.listen():
        assert view.apply(event), "a gap where nothing was lost"
    fresh = View(10)
    fresh.show(await me.see())
    assert shown(view) == shown(fresh)
    await town.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(st.sampled_from(ACTIONS), max_size=14), start_at=st.integers(0, 14))
@example(actions=["wish", "partner_wishes", "say"], start_at=0)
@example(actions=["partner_wishes", "partner_leaves", "wish"], start_at=1)
async def test_a_snapshot_plus_events_equals_a_fresh_snapshot(valkey, tmp_path, actions, start_at):
    await fold(actions, start_at, valkey, tmp_path)


def entry(seq: int, code: str = "", seat: str = "a") -> events.Entry:
    return events.Entry(
        seq, "system" if code else "text", seat, at=1, text="" if code else str(seq), code=code
    )


def talking() -> View:
    view = View(500)
    view.search("t1", 0)
    assert view.apply(events.Paired("text-r", "t1", "b", entry(1, "connected", "")))
    return view


def test_a_gap_is_noticed_and_changes_nothing():
    view = talking()
    before = shown(view)
    assert view.apply(events.Appended("text-r", entry(3))) is False
    assert shown(view) == before


def test_what_was_seen_and_what_is_of_another_room_changes_nothing():
    view = talking()
    view.apply(events.Appended("text-r", entry(2)))
    before = shown(view)
    for event in (
        events.Appended("text-r", entry(2)),
        events.Appended("text-other", entry(3)),
        events.Paired("text-late", "an old ticket", "a", entry(1, "connected", "")),
        events.Paired("text-r", "t1", "b", entry(1, "connected", "")),
    ):
        assert view.apply(event)
    assert shown(view) == before


def test_a_call_that_begins_with_the_room_is_shown_with_it():
    view = View(500)
    view.search("t1", 0)
    view.apply(events.Paired("video-r", "t1", "b", entry(1, "connected", ""), call=1))
    assert (view.phase, view.video, view.call) == ("chatting", "on", 1)


def test_a_late_match_of_an_old_ticket_does_not_open_an_old_room():
    view = talking()
    view.search("t2", 0)
    view.apply(events.Paired("text-r", "t1", "b", entry(1, "connected", "")))
    assert view.phase == "searching"


def test_a_window_overlaps_so_that_one_may_be_skipped():
    view = talking()
    for seq in range(2, 100):
        view.apply(events.Appended("text-r", entry(seq)))
    window = view.lines(since=98)
    assert [line["seq"] for line in window["lines"]] == [96, 97, 98, 99]
    assert window["full"] is False
    assert len(view.lines(None)["lines"]) == 99


def lively(epoch: str) -> View:
    view, opening = View(10), events.Entry(1, "system", "", 5, code="connected")
    view.show(Snapshot("chatting", room=RoomId("r"), seat="a", n=1, log=(opening,), epoch=epoch))
    return view


def test_a_conversation_the_store_lost_ends_once_with_a_line_that_says_so():
    """Fails without the comparison of epochs in `View.show`: the chat would vanish without a word."""
    view = lively("1")
    assert view.show(Snapshot("idle", epoch="2")) is False
    assert (view.phase, view.room) == ("ended", "r")
    assert [entry.code for entry in view.log] == ["connected", "lost"]
    assert view.show(Snapshot("idle", epoch="2")) is False
    assert [entry.code for entry in view.log] == ["connected", "lost"]


def test_a_search_the_store_lost_is_to_be_begun_again():
    """Fails without the comparison of epochs in `View.show`: the visitor would be back at the start."""
    view = View(10)
    view.show(Snapshot("idle", epoch="1"))
    view.search("t", 0)
    assert view.show(Snapshot("idle", epoch="2")) is False
    assert view.phase == "searching"


def test_the_same_store_may_send_a_tab_back_to_the_start():
    """Fails when `View.show` takes every idle snapshot for a loss."""
    view = lively("1")
    assert view.show(Snapshot("idle", epoch="1"))
    assert (view.phase, list(view.log)) == ("idle", [])
