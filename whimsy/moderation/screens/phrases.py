"""Finds the phrases of reviewed lists in a folded text.

A list is a file of tab-separated lines: category, severity (1 to 3), phrase. In a phrase `a|b` is either
word, `a?` may be missing, `_` is any word, `^` and `$` are the ends of the message, and `@name` stands for
the words that a line `@name<TAB><TAB>a|b|c` gave before. Category "allow" exempts what it covers. `#` begins
a comment. Words are written as folded: small letters, no apostrophes.

Three categories tell of whom or when a sentence speaks, and exempt what is found near them, unless a word of
it speaks of the writer (`@writer`: "im", "my"). "others" (somebody else) exempts what "says" finds after it
in its clause, "topic" (a film, a car, a class taught) all after it in its clause, "past" the whole message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from whimsy.errors import Problem
from whimsy.moderation.screens.folding import STARRED, Words

LISTS = Path(__file__).parent / "lists"
_ALLOW = "allow"
_OTHERS, _TOPIC, _PAST = "others", "topic", "past"
_SAYS = "says"
_EXEMPTS = (_ALLOW, _OTHERS, _TOPIC, _PAST)
_SEVERITIES = dict.fromkeys(_EXEMPTS, ("0",))
_WRITER = "@writer"
_LONG = 4
"""Letters from which a word with letters starred out is guessed."""

_ANY = frozenset({"_"})


class Slot(NamedTuple):
    words: frozenset[str]
    optional: bool


_START = Slot(frozenset({"^"}), optional=False)


class Phrase(NamedTuple):
    slots: tuple[Slot, ...]
    category: str
    severity: int

    @property
    def anchored(self) -> bool:
        """Whether it must begin where the text does. Then it is looked for by its second slot."""
        return len(self.slots) > 1 and self.slots[0] == _START


class Start(NamedTuple):
    """A way to begin a phrase. number: in the list; begun: the slot that the first word fills."""

    number: int
    phrase: Phrase
    begun: int
    anchored: bool


class PhraseGroup:
    """Some phrases, by the words that they may begin with, and by a word that they need."""

    def __init__(self) -> None:
        self.starts: dict[str, list[Start]] = {}
        self.needing: dict[str, list[tuple[int, list[frozenset[str]]]]] = {}
        """The rest is what a phrase needs besides: a word of each of its slots that may not be missing."""

    @classmethod
    def of_all(cls, groups: Iterable[PhraseGroup]) -> PhraseGroup:
        """All of them, to ask once for what is possible; their phrases need numbers of their own."""
        group = cls()
        for some in groups:
            for word, needing in some.needing.items():
                group.needing.setdefault(word, []).extend(needing)
        return group

    def possible(self, readings: Set[str]) -> set[int]:
        """The numbers of the phrases whose words are all in a text, in whatever order."""
        return {
            number
            for word in self.needing.keys() & readings
            for number, besides in self.needing[word]
            if all(not slot.isdisjoint(readings) for slot in besides)
        }


class BadList(Problem, ValueError):
    """A line of a list cannot be read. The sentence names file and line."""


class Phrases:
    """The phrases of some files, by the words that they begin with, as most words of a text begin none.

    first: the number of the first of them. Raises BadList, or OSError for a file that is not there.
    """

    def __init__(self, files: Iterable[Path], first: int = 0) -> None:
        self.wanted = PhraseGroup()
        self._exempting = PhraseGroup()
        self._starred: dict[int, list[str]] = {}
        self._writer: set[str] = set()
        self.categories: set[str] = set()
        phrases = [phrase for file in files for phrase in _read(file, self._writer)]
        self.numbers = range(first, first + len(phrases))
        for number, phrase, (rarest, *besides) in zip(self.numbers, phrases, _needed(phrases), strict=True):
            group = self._add(number, phrase)
            for word in rarest:
                group.needing.setdefault(word, []).append((number, besides))

    def find(self, words: Words, readings: Set[str], possible: Set[int] | None = None) -> list[Phrase]:
        """The phrases in a text, without those that an exemption covers.

        readings: all of its words; possible: the numbers of the phrases that these allow, if that is known.
        """
        possible = self.wanted.possible(readings) if possible is None else possible
        if not possible and STARRED not in readings:
            return []  # most texts
        found = [
            (*_inked(words, start, end), phrase)
            for _, start, end, phrase in self._held(self.wanted, words, possible)
        ]
        if not found:
            return []
        about: list[tuple[int, str]] = []
        reach = [0] * len(words)
        for begin, start, end, phrase in self._held(
            self._exempting, words, self._exempting.possible(readings)
        ):
            if phrase.category == _ALLOW:
                reach[begin] = max(reach[begin], end)
            else:
                about.append((start, phrase.category))
        covered = list(accumulate(reach, max))
        """For each word, up to where an exemption reaches that begins there or before."""
        found = [one for one in found if covered[one[0]] < one[1]]
        return [phrase for _, _, phrase in (self._own(found, about, words) if about else found)]

    def _held(
        self, group: PhraseGroup, words: Words, possible: Set[int]
    ) -> Iterator[tuple[int, int, int, Phrase]]:
        """The phrases in a text: where each begins, its first word after "^", its end."""
        for start, readings in enumerate(words):
            for _, phrase, begun, anchored in self._candidates(group.starts, readings, possible):
                begin = start - anchored
                if anchored and (begin < 0 or "^" not in words[begin]):
                    continue
                if end := _end(phrase.slots, begun, words, start + 1):
                    yield begin, start, end, phrase

    def _own(
        self, found: list[tuple[int, int, Phrase]], about: list[tuple[int, str]], words: Words
    ) -> list[tuple[int, int, Phrase]]:
        """The findings that speak of the writer, where the text is about others, a topic or the past."""
        clauses = list(accumulate("^" in readings for readings in words))
        past = any(category == _PAST for _, category in about)
        first: dict[tuple[int, str], int] = {}
        for at, category in about:
            first.setdefault((clauses[at], category), at)

        def elsewhere(start: int, end: int, category: str) -> bool:
            """Whether the clause begins with somebody or something else, unlike "15, my mom is mad"."""
            kinds = (_TOPIC, _OTHERS) if category == _SAYS else (_TOPIC,)
            return any(first.get((clauses[start], kind), end) < end for kind in kinds)

        return [
            (start, end, phrase)
            for start, end, phrase in found
            if not (past or elsewhere(start, end, phrase.category))
            or any(not self._writer.isdisjoint(readings) for readings in words[start:end])
        ]

    def _candidates(
        self, starts: dict[str, list[Start]], readings: tuple[str, ...], possible: Set[int]
    ) -> Iterator[Start]:
        for reading in readings:
            for one in starts.get(reading, ()):
                if one.number in possible:
                    yield one
            if STARRED in reading:
                for word in self._starred.get(len(reading), ()):
                    if all(shown in (STARRED, letter) for shown, letter in zip(reading, word, strict=True)):
                        yield from (one for one in starts.get(word, ()) if len(one.phrase.slots) == 1)

    def _add(self, at: int, phrase: Phrase) -> PhraseGroup:
        self.categories.add(phrase.category)
        group = self._exempting if phrase.category in _EXEMPTS else self.wanted
        for number, slot in enumerate(phrase.slots, 1):
            if number == 1 and phrase.anchored:
                continue
            start = Start(at, phrase, number, phrase.anchored)
            for word in slot.words:
                group.starts.setdefault(word, []).append(start)
                if len(phrase.slots) == 1 and len(word) >= _LONG:
                    self._starred.setdefault(len(word), []).append(word)
            if not slot.optional:
                break
        return group


def _needed(phrases: list[Phrase]) -> Iterator[list[frozenset[str]]]:
    """For each phrase the words of its slots, the rarest first: a text must have one of each to hold it."""
    common = Counter(word for phrase in phrases for slot in phrase.slots for word in slot.words)

    @cache  # phrases share many slots
    def commonness(slot: Slot) -> tuple[int, int]:
        """Short words are in every sentence; after them, words of many phrases are the most common."""
        short = sum(len(word) < _LONG and word[0] not in "#0123456789" for word in slot.words)
        return short, sum(common[word] for word in slot.words if word[0] != "#")

    for phrase in phrases:
        needed = [slot for slot in phrase.slots if not slot.optional and slot.words.isdisjoint("^$_")]
        yield [slot.words for slot in sorted(needed or [_START], key=commonness)]


def _inked(words: Words, start: int, end: int) -> tuple[int, int]:
    """A finding without the breaks around it, so that whatever exempts its words exempts it."""
    while start < end - 1 and words[start][0] in "^$":
        start += 1
    while start < end - 1 and words[end - 1][0] in "^$":
        end -= 1
    return start, end


def _end(slots: tuple[Slot, ...], number: int, words: Words, at: int) -> int:
    """The end of a phrase whose slots from `number` on are found from `at` on; 0 if they are not."""
    for i in range(number, len(slots)):
        wanted, optional = slots[i]
        fits = at < len(words) and (
            words[at][0] not in "^$" if wanted is _ANY else not wanted.isdisjoint(words[at])
        )
        if optional:
            if fits and (end := _end(slots, i + 1, words, at + 1)):
                return end
        elif not fits:
            return 0
        else:
            at += 1
    return at


def _read(file: Path, writer: set[str]) -> Iterator[Phrase]:
    """The phrases of a file. The words of its `@writer` are added to `writer`."""
    macros: dict[str, str] = {}
    slot = cache(partial(_slot, macros))
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        where = f"{file.name} line {number}"
        if len(parts) != 3 or not parts[2].strip():
            raise BadList(f"{where}: need category, severity and phrase, with tabs between them")
        category, severity, phrase = parts
        if category.startswith("@"):
            macros[category] = "|".join(macros.get(name, name) for name in phrase.split("|"))
            slot.cache_clear()
            if category == _WRITER:
                writer.update(macros[_WRITER].split("|"))
            continue
        if severity not in _SEVERITIES.get(category, ("1", "2", "3")):
            raise BadList(f"{where}: the severity must be 1, 2 or 3")
        try:
            slots = tuple(map(slot, phrase.split()))
        except KeyError as error:
            raise BadList(f"{where}: {error.args[0]} is not defined") from None
        if all(slot.optional for slot in slots):
            raise BadList(f"{where}: a phrase needs a word that may not be missing")
        yield Phrase(slots, category, int(severity))


def _slot(macros: dict[str, str], part: str) -> Slot:
    names = part.rstrip("?").split("|")
    words = (word for name in names for word in (macros[name].split("|") if name[0] == "@" else [name]))
    return Slot(_ANY if names == ["_"] else frozenset(words), part.endswith("?"))
