"""The list of emoji that the picker loads."""

from __future__ import annotations

import json

from tests.emoji_data import FOLDER, shortened
from whimsy.rooms.writing import visible


def test_the_list_has_what_the_picker_reads_and_nothing_it_cannot_send():
    emoji = json.loads((FOLDER / "en" / "data.json").read_text())
    messages = json.loads((FOLDER / "en" / "messages.json").read_text())
    assert len(emoji) > 1_800
    assert {one["group"] for one in emoji} < {group["order"] for group in messages["groups"]}
    for one in emoji:
        assert one["label"] and one["version"] >= 0 and one.get("tags", [""])
        assert visible(one["emoji"])
        assert all(visible(skin["emoji"]) for skin in one.get("skins", ()))


def test_skin_tones_are_no_emoji_of_their_own_and_words_of_no_use_are_left_out():
    hand = {"label": "hand", "emoji": "✋", "version": 1, "group": 1, "hexcode": "270B", "order": 7}
    hand["skins"] = [{"label": "light", "emoji": "✋🏻", "tone": 1, "hexcode": "270B-1F3FB"}]
    tone = {"label": "light", "emoji": "🏻", "version": 1, "group": 2}
    letter = {"label": "A", "emoji": "🇦", "version": 0}
    assert shortened([hand, tone, letter]) == [
        {
            "label": "hand",
            "emoji": "✋",
            "version": 1,
            "group": 1,
            "skins": [{"emoji": "✋🏻", "tone": 1}],
        }
    ]
