"""Reads a text as a person does: look-alikes, styled letters, leetspeak, spaced-out words.

A Cyrillic or Greek letter inside a Latin word becomes the Latin one that it looks like, elsewhere it stays.
Sources: Unicode UAX #15 (NFKC), UTS #39 (confusables, by the table of `confusable-homoglyphs`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from confusable_homoglyphs.confusables import confusables_data

_LATIN, _ALIKE, _FOREIGN = range(3)

_NAME = re.compile(r".*\b(?:LATIN|SQUARED|INDICATOR)\b.*\b(?:LETTER|CAPITAL) ([A-Z])(?: WITH .*)?")
_PUNS = dict(zip("пицяшщэдлгн", "nuurwweanrh", strict=True))
"""Letters that stand for a Latin one, but only inside a Latin word, so that no table has them."""
_DOTS = dict.fromkeys("。｡․·•∙⋅‧・٫", ".")
_OUTER = ".,;:?!\"'()[]{}<>…-_/~*“”‘’«»"
_WORD = re.compile(r"[^\W_]+")
_ONE = re.compile(r"[^\W_]*(?:[@$!|+€£*][^\W_]+)+[@$!|+€£*]*")
"""One word: letters, and signs between them that stand for letters."""
LEET = str.maketrans("013456789@$!|+€£", "oieasgtbgasiitel")
_LEET_SIGN = re.compile(r"[013456789@$!|+€£]")
_LEETISH = re.compile(r"(?<!\S)(?=\S{0,8}[a-z])[a-z0-9@$!|]{3,16}(?=[\s:=]|$)")
_SIGNS = "@$!|+€£"
"""Signs that stand for letters."""
_ELL = str.maketrans("1!|", "lll")
_LONG = re.compile(r"(.)\1{2,}")
_DOUBLE_END = re.compile(r"(.)\1+$")
_SHORT = {"u": "you", "ur": "your", "r": "are", "ya": "you", "yo": "your", "urself": "yourself", "yr": "your"}
STARRED = "*"
"""Stands for a letter that is not shown. A reading by itself in a text with such words."""
_SPELLED = 3
"""From so many single letters in a row, they are one word, spelled out."""
_FILLERS = "iauro"
"""Words of one letter that may stand before a spelled-out word: "r u h o r n y"."""


Words = tuple[tuple[str, ...], ...]
"""Each word of a text in all its readings."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it looks, in small letters. origin: for each of its characters, its place in the original."""

    text: str
    origin: Sequence[int] = field(repr=False)
    words: Words = field(repr=False)
    """Each word in all its readings, the plainest first; "^" and "$" are the ends of the text."""
    readings: frozenset[str] = field(repr=False)
    """All readings of all words."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of a part of the folded text in the original, as (start, end)."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold a text, in time linear in its length."""
    if text.isascii():
        small = text.lower()
        return _folded(small, range(len(small)))
    looks = [_look(character) for character in text]
    foreign = any(script == _FOREIGN for _, script in looks)
    out: list[str] = []
    origin: list[int] = []
    for start, end in _chunks(text):
        latin = not foreign or any(script == _LATIN and look.isalpha() for look, script in looks[start:end])
        for i in range(start, end):
            look, script = looks[i]
            shown = look if latin or script == _LATIN else text[i].lower()
            out.append(shown)
            origin += [i] * len(shown)
    return _folded("".join(out), origin)


def readings_of(words: Words) -> frozenset[str]:
    return frozenset(chain.from_iterable(words))


def _folded(small: str, origin: Sequence[int]) -> Folded:
    words = _words(small)
    return Folded(small, origin, words, readings_of(words))


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """The places of the parts between spaces, each with the space after it."""
    start = 0
    for space in re.finditer(r"\s", text):
        yield start, space.end()
        start = space.end()
    yield start, len(text)


@lru_cache(maxsize=4096)
def _look(character: str) -> tuple[str, int]:
    """What a character looks like in small Latin letters, and which script it is of."""
    if character.isascii():
        return character.lower(), _LATIN
    if character in _DOTS:
        return ".", _LATIN
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf"):
        return "", _LATIN  # a mark, or an invisible character
    if category[0] == "Z":
        return " ", _LATIN
    if named := _NAME.fullmatch(unicodedata.name(character, "")):
        return named[1].lower(), _LATIN
    parts = unicodedata.normalize("NFKD", character).casefold()
    bare = "".join(part for part in parts if unicodedata.category(part) != "Mn")
    if bare and bare.isascii():
        return bare, _LATIN
    for case in (character, character.upper()):
        for alike in confusables_data.get(case, ()):
            if alike["c"].isascii() and alike["c"].isalpha():
                return alike["c"].lower(), _ALIKE
    small = character.lower()
    return (_PUNS.get(small, small), _FOREIGN) if category[0] == "L" else (small, _LATIN)


def _words(small: str) -> Words:
    words: list[tuple[str, ...]] = [("^",)]
    spelled: list[str] = []

    def end_spelling() -> None:
        if len(spelled) >= _SPELLED:
            whole = "".join(spelled)
            words.append(tuple(dict.fromkeys((*elongated(whole), *elongated(whole.lstrip(_FILLERS))))))
        else:
            words.extend((letter, _SHORT[letter]) if letter in _SHORT else (letter,) for letter in spelled)
        spelled.clear()

    for chunk in small.split():
        letter = chunk if len(chunk) == 1 else chunk.strip(_OUTER)
        if len(letter) == 1:
            spelled.append(letter.translate(LEET) if letter in _SIGNS else letter)
            continue
        end_spelling()
        words.extend(_readings(chunk))
    end_spelling()
    words.append(("$",))
    return tuple(words)


@lru_cache(maxsize=8192)
def _readings(chunk: str) -> Words:
    """The words of one part between spaces, in all their readings."""
    core = chunk.strip(_OUTER)
    if core.isalpha():
        return (elongated(core),) if core not in _SHORT else ((core, _SHORT[core]),)
    plain = _WORD.findall(core.replace("'", "").replace("’", ""))
    if not any(character.isalpha() for character in core):
        return tuple((part,) for part in plain)
    joined = ["".join(filter(_is_letter, core.translate(ell).translate(LEET))) for ell in ({}, _ELL)]
    hidden = [core, STARRED] if STARRED in core else []
    if len(plain) == 1 or _ONE.fullmatch(core) or all(len(part) == 1 for part in plain):
        first = plain[0] if len(plain) == 1 else joined[0]
        return (tuple(dict.fromkeys((first, *elongated(joined[0]), *joined[1:], *hidden))),)
    # Several words in one part: each alone, and together as a reading of the first.
    return ((plain[0], *joined, *hidden), *((part,) for part in plain[1:]))


def unleet(text: str) -> str:
    """The text with the letters that digits and signs inside of words stand for; numbers stay."""
    if not _LEET_SIGN.search(text):
        return text
    return _LEETISH.sub(lambda found: found[0].translate(LEET), text)


def _is_letter(character: str) -> bool:
    return character.isalpha()


def elongated(word: str) -> tuple[str, ...]:
    """A word, and what it means if letters are held: "nooo" is "no"."""
    if not _LONG.search(word):
        return (word,)
    twice, once = _LONG.sub(r"\1\1", word), _LONG.sub(r"\1", word)
    ended = _DOUBLE_END.sub(r"\1", twice)
    return tuple(dict.fromkeys((word, twice, once, ended)))
