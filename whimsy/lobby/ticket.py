"""What a visitor wishes for: mode, interests, language. Parsed here, obeyed by `claim.lua`."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

import regex

from whimsy.errors import Malformed
from whimsy.settings import Settings
from whimsy.storage.keys import CELLS, Cell

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NOT_IN_TAG = regex.compile(r"[^\p{L}\p{M}\p{N}+#&' .-]", flags=regex.VERSION1)


class Stage(IntEnum):
    """How far a search has widened; what is still required of a partner."""

    INTERESTS = 0
    LANGUAGE = 1
    ANYONE = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a ticket asks for.

    language: of the visitor, "" if unknown; wished: whether a partner must share it at first.
    """

    interests: tuple[str, ...] = ()
    language: str = ""
    wished: bool = False

    def __str__(self) -> str:
        return json.dumps({"interests": self.interests, "language": self.language, "wished": self.wished})


def parse_cell(raw: object) -> Cell:
    """Read the mode a browser chose; raises Malformed."""
    for cell in CELLS:
        if raw == cell:
            return cell
    raise Malformed


def parse_interest(raw: object, settings: Settings) -> str:
    """One interest as everybody spells it: folded, one space between words; "" if nothing is left.

    "  Jazz " and "jazz" are the same wish. Longer than `max_interest_length` is cut. Raises Malformed.
    """
    if not isinstance(raw, str) or len(raw) > 400:
        raise Malformed
    folded = unicodedata.normalize("NFKC", raw).casefold()
    words = _NOT_IN_TAG.sub(" ", folded).split()
    return unicodedata.normalize("NFC", " ".join(words)[: settings.max_interest_length]).strip()


def parse_interests(raw: object, settings: Settings) -> tuple[str, ...]:
    """The interests of a ticket, each once, at most `max_interests`; raises Malformed."""
    if not isinstance(raw, list | tuple) or len(raw) > 100:
        raise Malformed
    tags = dict.fromkeys(parse_interest(tag, settings) for tag in raw)
    return tuple(tag for tag in tags if tag)[: settings.max_interests]


def parse_language(raw: object) -> str:
    """A primary language subtag (RFC 5646), "" for none or anything else."""
    if not isinstance(raw, str):
        raise Malformed
    primary = raw[:20].strip().lower().split(",")[0].split("-")[0].split(";")[0]
    return primary if _LANGUAGE.fullmatch(primary) else ""
