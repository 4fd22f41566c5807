"""What a visitor may say: one plain text, cleaned and measured the way a person counts.

Source: Unicode UAX #15 (NFC), UAX #29 (grapheme clusters), UAX #9 (bidi controls).
"""

from __future__ import annotations

import unicodedata

import regex

from whimsy.errors import BadText, Malformed
from whimsy.settings import Settings

_FORBIDDEN = regex.compile(
    r"[\p{Cc}--[\n]]"  # control characters but the line feed
    r"|[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]"  # bidi overrides, isolates and marks
    r"|[\u2028\u2029\uFEFF\uFFF9-\uFFFB\U000E0000-\U000E007F]"  # separators, BOM, annotations, tags
    r"|[\p{Cs}\p{Co}\p{Cn}]",  # surrogates, private use, unassigned
    flags=regex.VERSION1,
)
_GRAPHEME = regex.compile(r"\X")
_STACKED = regex.compile(r"(\p{M}{4})\p{M}+")
"""More than four marks on one letter is drawn over its neighbours ("zalgo")."""
_BLANK = regex.compile(r"[\s\p{Cf}\p{Z}\u115F\u1160\u3164\uFFA0\u2800]*")


def parse_text(raw: object, settings: Settings) -> str:
    """Clean a message; returns NFC text of 1 to `max_graphemes` graphemes.

    Raises Malformed for what is not text, BadText when nothing visible is left or it is too long.
    """
    return clean_text(raw, settings.max_graphemes, settings.max_code_points)


def clean_text(raw: object, max_graphemes: int, max_code_points: int) -> str:
    """Clean any text a visitor wrote; returns NFC text of 1 to `max_graphemes` graphemes.

    Raises Malformed for what is not text, BadText when nothing visible is left or it is too long.
    """
    if not isinstance(raw, str):
        raise Malformed
    # Far too long is refused before anything is paid for cleaning it.
    if len(raw) > 4 * max_code_points:
        raise _too_long(max_graphemes)
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = _FORBIDDEN.sub("", text).strip()
    text = _STACKED.sub(r"\1", unicodedata.normalize("NFC", text))
    if _BLANK.fullmatch(text):
        raise BadText("There is nothing to send yet.")
    if len(text) > max_code_points or length(text) > max_graphemes:
        raise _too_long(max_graphemes)
    return text


def length(text: str) -> int:
    """How many characters a person would count (extended grapheme clusters)."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def _too_long(max_graphemes: int) -> BadText:
    return BadText(f"That message is longer than {max_graphemes} characters. Shorten it and send again.")
