"""T10: Unicode tricks: nothing drawn over its neighbours, no reversed line, no hidden or look-alike text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import expect

from tests.browser.test_chat import bubbles, pair, say
from tests.serving import Served
from tests.visiting import chromium, picture, visit  # noqa: F401  (fixtures)
from whimsy.errors import WhimsyError
from whimsy.moderation.screens.links import find
from whimsy.moderation.screens.said import Said
from whimsy.rooms.text import length, parse_text
from whimsy.settings import Settings

LIMITS = Settings()
TRICKS = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"  # bidi controls
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\ufe0f\U000e0041\U000e007f"  # what takes no room
    "\u0300\u0336\u0489\u20dd\u1dc4\u0e4e\u05bf\u0670"  # marks that stack
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\u17b4\u180b\U0001d159\U000e0100\u0e47\u0903\u103a"
    "\x00\x07\x1b\x7f\x85\u2028\u2029\ufff9\ufffa\ufffb\ud800\udfff\ue000\ufdd0\U0010ffff\r\n\t"
    "аеіоѕрсυο０＠．／｡。\u3164\uffa0\u2800 ab.א ب"
)
TAGS = regex.compile(r"[\U000E0000-\U000E007F]")
FLAG = regex.compile(
    "\U0001f3f4(?:\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067"
    "|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073))\U000e007f"
)
HIDDEN = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029\ufeff")


@given(st.text(alphabet=st.one_of(st.sampled_from(TRICKS), st.characters()), max_size=700))
def test_what_is_accepted_holds_none_of_the_tricks(raw):
    """Fails without `_FORBIDDEN`, `_MARKS`, `visible` or NFC in rooms/writing.py."""
    try:
        text = parse_text(raw, LIMITS)
    except WhimsyError:
        return
    assert unicodedata.is_normalized("NFC", text) and 1 <= length(text) <= LIMITS.max_graphemes
    assert not HIDDEN & set(text)
    # Python's own table is of an older Unicode than `regex`: letters of the newest scripts are none to it.
    assert not regex.search(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}]", text.replace("\n", ""))
    # Words have more marks than four in a row, but not of these, nor all on one letter.
    assert not regex.search(r"[\p{M}&&\p{sc=Zinh}--\p{DI}]{5}|[\p{Mn}--\p{DI}]{9}|\p{M}{20}", text, regex.V1)
    assert regex.search(r"[^\s\p{Cf}\p{Z}\p{M}\p{DI}]|\p{Prepended_Concatenation_Mark}", text)
    assert not TAGS.search(FLAG.sub("", text))
    assert not regex.search(r"\p{DI}{4}", FLAG.sub("", text))
    text.encode()
    folded = Said(text, visitor="", room="", age_ms=0).folded
    assert len(folded.text) == len(folded.origin)


@pytest.mark.parametrize(
    "link",
    [
        "еxample.com",
        "exаmple。com",
        "ｅxample．com",
        "exam\u200bple.com",
        "exa\u00admple.com",
        "ехаmрlе.соm",
        "𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦",
    ],
)
def test_a_link_of_look_alikes_is_a_link(link):
    """Fails without folding in `find`."""
    text = parse_text(f"see {link} now", LIMITS)
    assert list(find(Said(text, visitor="", room="", age_ms=0)))


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("unicode"), workers=1, cooldown=0)
    yield server.wait()
    server.stop()


ZALGO = "h" + "\u0336\u0327\u0321\u0353\u0489\u030d\u0312" * 12 + "ello"
RTL = "שלום (hello) עולם 123, abc!"
SPOOF = "pay \u202eevil\u202c 100 \u2067first"


async def test_right_to_left_and_stacked_texts_disturb_nobody_else(visit, picture):  # noqa: F811
    """Fails without dir="auto" on the bubble (rows.jsx), or without the caps of rooms/writing.py."""
    one, two = await pair(visit)
    said = ["hello there", RTL, SPOOF, ZALGO, "plain again"]
    for text in said:
        await say(one, text)
    await expect(bubbles(two)).to_contain_text("plain again")
    rows = await two.locator(".bubble").evaluate_all(
        """bubbles => bubbles.map(bubble => ({
            text: bubble.lastChild.textContent,
            direction: getComputedStyle(bubble).direction,
            bidi: getComputedStyle(bubble).unicodeBidi,
            spills: bubble.scrollHeight > bubble.clientHeight + 2
                || bubble.scrollWidth > bubble.clientWidth + 2,
        }))"""
    )
    assert [row["text"] for row in rows] == [parse_text(text, LIMITS) for text in said]
    assert [row["direction"] for row in rows] == ["ltr", "rtl", "ltr", "ltr", "ltr"]
    assert {row["bidi"] for row in rows} <= {"isolate", "plaintext", "isolate-override"}
    assert not any(row["spills"] for row in rows)
    assert rows[2]["text"] == "pay evil 100 first"
    await picture(two, "bidi")
