"""T13: a bot that opens chats with one text is throttled by the 4th; a person who pastes once is not."""

from __future__ import annotations

from tests.moderation.screens.conftest import LATER, say, screens, store  # noqa: F401  (fixtures)
from whimsy.moderation.screens.finding import Action


async def test_a_bot_with_one_text_in_fifty_chats_is_throttled_by_the_fourth(screens):  # noqa: F811
    """Fails without `over("text", ...)` in flood.py."""
    mine = screens()
    text = "hi dear, i am new here and bored, write me and we can have a good time together"
    verdicts = [await mine.judge(say(text, visitor="bot", room=f"text-{i}")) for i in range(50)]
    reached = [i for i, verdict in enumerate(verdicts) if verdict.refusal is None]
    assert reached == [0, 1, 2]
    assert all(verdict.proof for verdict in verdicts[3:])


async def test_nor_does_a_bot_get_through_that_waits_and_varies(screens):  # noqa: F811
    """Fails without the ration of links, or with a digest of the text as it is."""
    mine = screens()
    verdicts = [
        await mine.judge(
            say(f"my pictures are on sofiacams.com/{i} {'!' * i}", visitor="bot", room=f"text-{i}", **LATER)
        )
        for i in range(50)
    ]
    assert sum(verdict.refusal is None for verdict in verdicts) <= 10
    assert all("sofiacams.com" not in verdict.text for verdict in verdicts)


async def test_a_person_who_pastes_once_and_greets_everybody_is_left_alone(screens):  # noqa: F811
    mine = screens()
    pasted = "It was the best of times, it was the worst of times, it was the age of wisdom"
    for i in range(12):
        assert (await mine.judge(say("hi! how are you", visitor="p", room=f"text-{i}"))).findings == ()
    verdict = await mine.judge(say(pasted, visitor="p", room="text-3", mine=4, theirs=4, age_ms=90_000))
    assert verdict.findings == ()
    retried = await mine.judge(say(pasted, visitor="p", room="text-3", mine=4, theirs=4, age_ms=91_000))
    assert retried.findings == ()


async def test_a_link_waits_until_both_have_talked(screens):  # noqa: F811
    mine = screens()
    early = await mine.judge(say("see example.com", visitor="p"))
    assert early.refusal and early.refusal.action is Action.REFUSE and "talked" in early.refusal.sentence
    later = await mine.judge(say("see example.com", visitor="p", **LATER))
    assert later.refusal is None and later.text == "see example[.]com"
