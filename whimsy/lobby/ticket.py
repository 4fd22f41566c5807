"""What a visitor wishes for, as parsed from the browser: mode, interests, language. `claim.lua` obeys it."""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field
from enum import IntEnum

import regex

from whimsy.errors import Malformed
from whimsy.rooms.writing import calm, shorten, visible
from whimsy.settings import Settings
from whimsy.storage.keys import CELLS, Cell

MAX_TYPED = 400
"""Longest text of interests that is read at once, far more than is kept; the field takes no more either."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WITHIN = "·֊׳״་༌‧゠・\u200c\u200d\u180e"
"""What stands inside words of some languages (UAX #31, table 3), and what joins or parts their letters."""
_NOT_IN_TAG = regex.compile(rf"[^\p{{L}}\p{{M}}\p{{N}}{_WITHIN}+#&' .-]", flags=regex.V1)
_ALIKE = str.maketrans("‘’‐", "''-")
"""What phones write where keyboards have a plain sign."""
_HIDDEN = regex.compile(
    r"((?<=\p{ccc=9})[\u200c\u200d]|[\u200c\u200d](?=\p{ccc=9})"  # kept: at a virama,
    # and between two letters that would join (RFC 5892, A.1)
    r"|(?<=[\p{jt=D}\p{jt=L}]\p{M}*)[\u200c\u200d](?=\p{M}*[\p{jt=D}\p{jt=R}]))"
    r"|[\p{Default_Ignorable_Code_Point}--[\p{Bidi_Control}\u180B-\u180F\U000E0100-\U000E01EF]]",
    flags=regex.V1,
)
"""Invisible characters that no word needs. With them, interests that look the same would differ."""
_AS_WRITTEN = regex.compile(r"([\p{Thai}\p{Lao}\p{Tibetan}]+)")
"""NFKC would take vowels of these scripts apart, in an order that no font can draw."""
_LAST_SIGMA = regex.compile(r"(?<=\p{L}\p{M}*)σ(?!\p{M}*\p{L})")


class Stage(IntEnum):
    """How far a search has widened: what a partner must still share."""

    INTERESTS = 0
    LANGUAGE = 1
    ANYONE = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a ticket asks for.

    language: the visitor's, "" if unknown; wished: whether a partner must share it at first.
    question: that two others shall discuss, in the cell of questions; "" for somebody who discusses one.
    """

    interests: tuple[str, ...] = ()
    language: str = ""
    wished: bool = False
    question: str = field(default="", repr=False)

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def parse_cell(raw: object) -> Cell:
    if isinstance(raw, str) and raw in CELLS:
        return Cell(raw)
    raise Malformed


def parse_interest(raw: object, settings: Settings) -> str:
    """One interest as everybody spells it: folded, one space between words; "" if nothing is left.

    "  Jazz " and "jazz" are the same wish. Longer than `max_interest_length` is cut. Raises Malformed.
    """
    if not isinstance(raw, str) or len(raw) > MAX_TYPED:
        raise Malformed
    folded = _LAST_SIGMA.sub("ς", _composed(raw).casefold()).translate(_ALIKE)
    # Split last, as a mark that stands alone between two words is taken away.
    words = calm(_NOT_IN_TAG.sub(" ", _HIDDEN.sub(r"\1", folded))).split()
    tag = shorten(" ".join(words), settings.max_interest_length).strip()
    return tag if visible(tag) else ""


def _composed(raw: str) -> str:
    parts = enumerate(_AS_WRITTEN.split(raw))
    return "".join(unicodedata.normalize("NFC" if i % 2 else "NFKC", part) for i, part in parts)


def parse_interests(raw: object, settings: Settings) -> tuple[str, ...]:
    """The interests of a ticket, each once, at most `max_interests`; raises Malformed."""
    if not isinstance(raw, list | tuple) or len(raw) > 100:
        raise Malformed
    tags = dict.fromkeys(parse_interest(tag, settings) for tag in raw)
    return tuple(tag for tag in tags if tag)[: settings.max_interests]


def parse_language(raw: object) -> str:
    """The primary subtag of a language (RFC 5646), "" for anything else; raises Malformed."""
    if not isinstance(raw, str):
        raise Malformed
    primary = raw[:20].strip().lower().split(",")[0].split("-")[0].split(";")[0]
    return primary if _LANGUAGE.fullmatch(primary) else ""
