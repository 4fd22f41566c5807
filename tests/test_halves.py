"""What a browser keeps of reunions."""

from __future__ import annotations

import json
import time

import pytest

from whimsy.states import halves
from whimsy.storage.keys import RoomId

SOON = int(time.time()) + 3600


def kept(*rooms: str, until: int = SOON) -> str:
    said = ""
    for room in rooms:
        said = halves.keep(said, RoomId(room), lambda room=room: f"half of {room}", until)
    return said


def rooms(said: str) -> list[str]:
    return [one["room"] for one in json.loads(said)]


def test_each_room_is_kept_once_and_the_newest_five():
    """Fails without the look for the room, or without MOST."""
    assert rooms(kept("a", "b", "a")) == ["a", "b"]
    assert rooms(kept(*"abcdefg")) == list("cdefg")


def test_one_is_dropped_and_what_is_over_goes_by_itself():
    assert rooms(halves.drop(kept("a", "b"), "half of a")) == ["b"]
    assert rooms(halves.drop(kept("a", until=1), "")) == []


@pytest.mark.parametrize(
    "said", ["nonsense", "{}", "[1]", '[{"half": "x"}]', "[" * 5000, "null", "7", "x" * 20_000]
)
def test_whatever_a_browser_kept_does_no_harm(said):
    """Fails without one of the exceptions of `_read`."""
    assert rooms(halves.keep(said, RoomId("a"), lambda: "half", SOON)) == ["a"]
