"""Practice strangers among themselves, over the public wire only."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE, STDOUT

import pytest

from tests.serving import ROOT
from whimsy.stranger.stranger import ANSWERS, GREETINGS, MOST_LINES

pytestmark = pytest.mark.served


async def until(seen, what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, f"still waiting {what}"
        await asyncio.sleep(0.02)


def together(*strangers) -> bool:
    rooms = {stranger.page.room for stranger in strangers}
    return all(s.page.phase == "chatting" for s in strangers) and len(rooms) == 1


def seen_and_heard(*strangers) -> bool:
    """Ten decoded pictures, and as loud as the tone is."""
    calls = [stranger.call for stranger in strangers]
    return all(call and call.frames >= 10 and call.loudness > 0.01 for call in calls)


async def test_two_discuss_what_a_third_asks_who_says_nothing(practise):
    """Fails if the one who asks greets, or if `ask` is not sent."""
    asker = practise(mode="question", question="Is a hot dog a sandwich?")
    two = practise(mode="question"), practise(mode="question")
    await until(lambda: together(asker, *two), "to be three")
    await until(lambda: len(asker.page.texts) >= 4, "for a few lines")
    assert asker.page.codes[:2] == two[0].page.codes[:2] == ["connected", "question"]
    assert {line["by"] for line in asker.page.transcript.values() if line["kind"] == "text"} == {1, 2}


async def test_two_meet_talk_see_and_hear_each_other_and_part(practise):
    one, other = practise(), practise()
    await until(lambda: together(one, other), "to be paired")
    await until(lambda: len(one.page.texts) >= 5, "for a few kind lines")
    assert one.page.texts[0] in GREETINGS and {*one.page.texts[1:]} & {*ANSWERS}

    await one.offer_video()
    await until(lambda: seen_and_heard(one, other), "to see and hear each other")
    assert one.page.vars["call"]["polite"] is not other.page.vars["call"]["polite"]

    await other.page.do("stop_video", room=other.page.room)
    await until(lambda: one.call is None and other.call is None, "to hang up")
    assert together(one, other)

    room = one.page.room
    await one.next()
    await until(lambda: together(one, other) and one.page.room != room, "to meet anew")
    await until(lambda: one.met == other.met == 2, "to notice")


async def test_who_wait_for_video_see_each_other_at_once_and_in_the_next_room_too(practise):
    one, other = practise(mode="video"), practise(mode="video")
    await until(lambda: seen_and_heard(one, other), "to see and hear each other")
    room = one.page.room
    await other.next()
    await until(lambda: one.call and one.call.room != room and seen_and_heard(one, other), "to see again")


async def test_who_wait_for_voice_hear_each_other_and_see_nothing(practise):
    """Fails without `_voice` in Caller: its pictures are refused, and there is no call."""
    one, other = practise(mode="voice"), practise(mode="voice")
    await until(lambda: one.call and other.call and one.call.sounds > 9 and other.call.sounds > 9, "to hear")
    assert one.page.room.startswith("voice-") and one.call.frames == other.call.frames == 0


async def test_a_rebuilt_call_is_a_new_connection(practise):
    one, other = practise(mode="video"), practise(mode="video")
    await until(lambda: seen_and_heard(one, other), "to see each other")
    old = one.call
    await other.page.do("rebuild_call", room=other.page.room, call=old.number)
    await until(lambda: one.call is not old and seen_and_heard(one, other), "to see again")
    assert one.call.number == other.call.number == old.number + 1 and not old.connected


async def test_offers_that_cross_still_make_a_call(practise, monkeypatch):
    # Neither waits for the other: both describe at the same moment.
    monkeypatch.setattr("whimsy.stranger.caller.PATIENCE", 0.0)
    monkeypatch.setattr("whimsy.stranger.caller._AT_ONCE", 0.0)
    one, other = practise(mode="video"), practise(mode="video")
    await until(lambda: seen_and_heard(one, other), "to see each other")


async def test_a_lost_socket_is_opened_again_and_the_chat_goes_on(practise):
    one, other = practise(), practise()
    await until(lambda: together(one, other), "to be paired")
    room = one.page.room
    await one.page.client.eio.disconnect(abort=True)
    await until(lambda: other.page.vars["partner_away"], "to see them away")
    await until(lambda: together(one, other) and not other.page.vars["partner_away"], "to be back")
    assert one.page.room == room
    await until(lambda: one.met, "to have noticed")
    assert one.met == 1


async def test_as_a_program_it_leaves_cleanly_on_ctrl_c(practise, served):
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "whimsy.stranger", "--address", served.address),
        cwd=ROOT, stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip
    try:
        one = practise()
        await until(lambda: one.met, "to meet it")
        await one.offer_video()
        await until(lambda: one.call and one.call.frames > 3, "to see it")
        program.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(program.communicate(), 20)
        await until(lambda: one.page.codes[-1:] == ["left"] or one.page.phase == "searching", "to be told")
    finally:
        if program.returncode is None:
            program.kill()
    assert program.returncode == 0
    assert said.decode().splitlines()[-1] == "Gone." and "nclosed" not in said.decode()


async def test_one_conversation_can_be_enough(practise):
    one, other = practise(once=True), practise()
    await until(lambda: together(one, other) and one.met and other.met, "to be paired")
    await other.next()
    await asyncio.wait_for(one.task, 5)
    await until(lambda: other.page.phase == "searching", "for the other to look on")
    assert not one.page.connected


async def test_two_of_them_do_not_talk_for_ever(practise, monkeypatch):
    monkeypatch.setattr("whimsy.stranger.stranger.MOST_LINES", 3)
    one, _ = practise(pace=0), practise(pace=0)
    await until(lambda: len(one.page.texts) == 6, "for three lines of each")
    await asyncio.sleep(0.5)
    assert len(one.page.texts) == 6 and MOST_LINES > 6
