"""Reads the numbers of a text as ages, years of birth and school years: in digits, spelled, taken apart.

What is read is said by readings (screens/readings.py). A spelled number that was taken apart is put together.
"""

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache, partial
from typing import NamedTuple

from whimsy.moderation.screens.folding import Words
from whimsy.moderation.screens.parts import BREAK, mixed, parts_of
from whimsy.moderation.screens.readings import readings_of
from whimsy.moderation.screens.spelled import HEADS, SPELLED, UNITS

_REMEMBERED = 40
"""Letters up to which a word is remembered: of longer ones a flood would fill the memory."""
_ENDS = frozenset(("^", "$", ","))
_LONE_START = re.compile(r"[\W_]*(?:[^\W_](?![^\W_])|$)")
_LONE_END = re.compile(r"(?:(?<![^\W_])[^\W_]|^)[\W_]*$")


def numbered(text: str, year: int) -> Words:
    """The words of a folded text, each in all its readings, numbers with what they may be.

    year: the present one. A break between clauses reads as "$", "^" and ",". Takes time linear in the length.
    """
    words: list[tuple[str, ...]] = [("^",)]
    for part in _whole_parts(text):
        if part != BREAK:
            words.append(readings_of(part, year))
        elif "^" not in words[-1]:
            words.append(("$", "^", ","))  # as _ENDS
    return (*words, ("$",))


def readings_alone(text: str) -> Set[str] | None:
    """All readings of a text, if none of its words depends on the words beside it; else None.

    It is a short way to see that a text speaks of no age, as what stands between spaces is remembered.
    """
    chunks = _chunks(text)
    if chunks is None:
        return None
    if any(chunk.joins for chunk in chunks):
        parts = [part for chunk in chunks for part in chunk.parts]
        if any(count > 1 for _, count in map(partial(_whole, parts), range(len(parts)))):
            return None
    return _ENDS.union(*[chunk.readings for chunk in chunks])


class _Chunk(NamedTuple):
    """What stands between two spaces, read alone.

    joins: whether a part may begin a number of several parts; begins, ends: with a letter by itself.
    """

    parts: tuple[str, ...]
    readings: frozenset[str]
    joins: bool
    begins: bool
    ends: bool


def _whole_parts(text: str) -> Iterable[str]:
    """The words and numbers of a text, put together."""
    chunks = _chunks(text)
    return _joined(
        list(parts_of(text)) if chunks is None else [part for chunk in chunks for part in chunk.parts]
    )


def _chunks(text: str) -> list[_Chunk] | None:
    """What stands between spaces; None for a long word, or what goes beyond a space: digits, lone letters."""
    chunks = []
    lone = False
    for each in text.split():
        chunk = _chunk(each) if len(each) <= _REMEMBERED else None
        if chunk is None or (lone and chunk.begins):
            return None
        chunks.append(chunk)
        lone = chunk.ends
    return chunks


@lru_cache(maxsize=8192)
def _chunk(text: str) -> _Chunk | None:
    if text.isalpha() and text.isascii():  # as most are
        parts = mixed(text)
        begins = ends = len(text) == 1
    elif any(map(str.isnumeric, text)):
        return None
    else:
        parts = tuple(parts_of(text))
        begins, ends = _LONE_START.match(text) is not None, _LONE_END.search(text) is not None
    readings = frozenset(reading for part in parts if part != BREAK for reading in readings_of(part, 0))
    joins = any(part in HEADS or part in UNITS for part in parts)
    return _Chunk(parts, readings, joins, begins, ends)


def _joined(parts: list[str]) -> Iterator[str]:
    """Put numbers together that were taken apart: "six teen", "diez y seis", "1 5", "one five"."""
    at = 0
    while at < len(parts):
        whole, count = _whole(parts, at)
        yield whole
        at += count


def _whole(parts: list[str], at: int) -> tuple[str, int]:
    """What begins with a part, and of how many parts it is."""
    part = parts[at]
    if part in HEADS:
        for count in (3, 2):
            whole = "".join(parts[at : at + count])
            if whole in SPELLED and len(whole) > len(part):
                return whole, count
    if _unit(parts, at) == 1 and (unit := _unit(parts, at + 1)) is not None:
        alone = _unit(parts, at - 1) is None and _unit(parts, at + 2) is None
        return (f"1{unit}", 2) if alone else (part, 1)
    return part, 1


def _unit(parts: list[str], at: int) -> int | None:
    """The digit that a part is, or spells."""
    if not 0 <= at < len(parts):
        return None
    part = parts[at]
    return int(part) if len(part) == 1 and part.isdigit() else UNITS.get(part)
