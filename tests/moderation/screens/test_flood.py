"""The same thing to many rooms, on a real Valkey."""

from __future__ import annotations

import pytest

from tests.moderation.screens.conftest import LATER, Judging, say
from tests.ports import free_port
from whimsy.errors import Unavailable
from whimsy.moderation.screens.finding import Kind
from whimsy.storage import redis
from whimsy.storage.redis import Store

SPIEL = "hey i am sofia and i am lonely tonight, talk to me about anything"


async def to_rooms(screens, texts, **context):
    """One message to a new room each; returns the verdicts."""
    return [
        await screens.judge(say(text, room=f"text-{number}", **context)) for number, text in enumerate(texts)
    ]


async def test_the_same_text_is_refused_in_the_fourth_room_and_proof_is_asked(screens):
    """Fails without `over("text", ...)` in `_judge`."""
    verdicts = await to_rooms(screens(), [SPIEL] * 5, mine=3)
    assert [verdict.refusal is not None for verdict in verdicts] == [False, False, False, True, True]
    assert [verdict.proof for verdict in verdicts] == [False, False, False, True, True]


async def test_varying_case_numbers_emoji_and_look_alikes_does_not_help(screens):
    """Fails without folding before the digest, or without `_LETTERS`."""
    varied = [SPIEL, f"{SPIEL} 17 😀", SPIEL.upper(), SPIEL.replace("o", "о"), f"{SPIEL}!!! 99"]
    assert (await to_rooms(screens(), varied, mine=3))[3].refusal


async def test_to_one_person_it_may_be_said_again(screens):
    """Fails if messages are counted instead of rooms."""
    mine = screens()
    for _ in range(20):
        assert (await mine.judge(say(SPIEL, mine=3))).refusal is None


async def test_a_greeting_is_what_everybody_says(screens):
    """Fails without `_GREETING`: the fourth "hi" of an evening would be refused."""
    verdicts = await to_rooms(screens(), ["hey how are you"] * 20)
    assert all(verdict.refusal is None and not verdict.proof for verdict in verdicts)


async def test_a_bot_that_only_greets_is_asked_for_proof_at_last(screens):
    verdicts = await to_rooms(screens(), ["hey how are you"] * 26)
    assert verdicts[25].proof and verdicts[25].refusal is None


async def test_a_first_line_with_another_end_each_time_asks_for_proof(screens):
    """Fails without "opening"."""
    texts = [
        f"hello my dear friend look what i found for you {word}" for word in ["one", "two", "apple", "pear"]
    ]
    verdicts = await to_rooms(screens(), texts)
    assert verdicts[3].proof and verdicts[3].refusal is None


async def test_links_at_once_to_many_rooms_ask_for_proof_though_each_was_refused(screens):
    """Fails without "link rooms"."""
    verdicts = await to_rooms(screens(), [f"{word} sofiacams.com" for word in ["a", "b", "c", "d"]])
    assert all(verdict.refusal for verdict in verdicts)
    assert [verdict.proof for verdict in verdicts] == [False, False, False, True]


async def test_links_are_rationed_even_when_they_come_late(screens):
    """Fails without "links"."""
    mine = screens(links_in_window=3)
    verdicts = [await mine.judge(say(f"see site{'abcdef'[i]}.com", **LATER)) for i in range(5)]
    assert [bool(verdict.refusal) for verdict in verdicts] == [False, False, False, True, True]


async def test_contacts_to_many_rooms_are_noted_and_never_refused(screens):
    verdicts = await to_rooms(
        screens(), [f"add me on snap my name is anna{'b' * i}" for i in range(7)], mine=1
    )
    assert all(verdict.refusal is None for verdict in verdicts)
    assert verdicts[6].observed[Kind.FLOOD] and verdicts[6].proof


async def test_visitors_are_counted_apart_and_an_address_only_asks_for_proof(screens):
    """Fails without the second count, or when an address is judged as one visitor."""
    mine = screens()
    verdicts = [
        await mine.judge(say(SPIEL, visitor=f"v{i}", room=f"text-{i}", address="school", mine=3))
        for i in range(17)
    ]
    assert not any(verdict.refusal for verdict in verdicts)
    assert [verdict.proof for verdict in verdicts].index(True) == 15


async def test_counts_end_with_the_window_and_no_text_is_kept(screens, store):
    """Fails without PEXPIRE, or with the text itself in a key or a member."""
    await screens(flood_window=100).judge(say(SPIEL + " example.com", address="a"))
    keys = [key async for key in store.client.scan_iter("*flood*")]
    assert keys
    for key in keys:
        assert 0 < await store.client.pttl(key) <= 100_000
        kept = " ".join([key, *await store.client.smembers(key)])
        assert not {"sofia", "lonely", "example", "text-r"} & set(kept.replace(":", " ").split())


async def test_a_set_stays_bounded(screens, store):
    mine = screens(flood_rooms=1000)
    for number in range(530):
        await mine.judge(say("hello there my dear friend", room=f"text-{number}", mine=1))
    sizes = [await store.client.scard(key) async for key in store.client.scan_iter("*flood*")]
    assert max(sizes) == 512


async def test_redis_away_is_unavailable(settings):
    """Fails closed: what cannot be counted is not posted."""
    nowhere = redis.connect(f"redis://127.0.0.1:{free_port()}/0", timeout=1)
    with pytest.raises(Unavailable):
        await Judging(settings, Store(nowhere, settings)).judge(say(SPIEL))
    await nowhere.aclose()
