"""A reviewed list of phrases, and finding them in a folded text.

A list is a file of tab-separated lines: category, severity (1 to 3), phrase. In a phrase `a|b` is either
word, `a?` may be missing, `_` is any word, `^` and `$` are the ends of the message, and `@name` stands for
the words that a line `@name<TAB><TAB>a|b|c` gave before. Category "allow" exempts what it covers. `#` begins
a comment. Words are written as folded: small letters, no apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parent / "lists"
_ALLOW = "allow"
_SEVERITIES = {_ALLOW: ("0",)}
_LONG = 4
"""A word with letters starred out is guessed only when it has as many as this."""

_ANY = frozenset({"_"})

Words = tuple[tuple[str, ...], ...]
"""Each word of a text in all its readings."""


class Slot(NamedTuple):
    """One place in a phrase: which words fit, and whether it may be skipped."""

    words: frozenset[str]
    optional: bool


_START = Slot(frozenset({"^"}), optional=False)


class Phrase(NamedTuple):
    """What to find, what it is, and how bad."""

    slots: tuple[Slot, ...]
    category: str
    severity: int

    @property
    def anchored(self) -> bool:
        """Whether it must begin where the text does: it is looked for by the word after that."""
        return len(self.slots) > 1 and self.slots[0] == _START


class BadList(ValueError):
    """A line of a list cannot be read; the message names file and line."""


class Phrases:
    """The phrases of some files, by the words they begin with: most words of a text begin none.

    Raises BadList, or OSError for a file that is not there.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._beginning: dict[str, list[tuple[Phrase, int, bool]]] = {}
        self._starred: dict[int, list[str]] = {}
        self.categories: set[str] = set()
        for file in files:
            for phrase in _read(file):
                self._add(phrase)

    def find(self, words: Words) -> list[Phrase]:
        """All phrases that the text holds, outside of what is allowed."""
        found: list[tuple[int, int, Phrase]] = []
        covered = [0] * len(words)
        """Up to where an exemption reaches that begins at this word or before it."""
        for start, readings in enumerate(words):
            covered[start] = max(covered[start], covered[start - 1] if start else 0)
            for phrase, begun, anchored in self._candidates(readings):
                begin = start - anchored
                if anchored and (begin < 0 or "^" not in words[begin]):
                    continue
                if end := _end(phrase.slots, begun, words, start + 1):
                    if phrase.category == _ALLOW:
                        covered[begin] = max(covered[begin], end)
                        covered[start] = max(covered[start], end)
                    else:
                        found.append((*_inked(words, start, end), phrase))
        return [phrase for start, end, phrase in found if covered[start] < end]

    def _candidates(self, readings: tuple[str, ...]) -> Iterator[tuple[Phrase, int, bool]]:
        """The phrases that a word may begin, with the number of slots it fills, and `anchored`."""
        for reading in readings:
            yield from self._beginning.get(reading, ())
            if "*" in reading:
                for word in self._starred.get(len(reading), ()):
                    if all(shown in ("*", letter) for shown, letter in zip(reading, word, strict=True)):
                        yield from (one for one in self._beginning[word] if len(one[0].slots) == 1)

    def _add(self, phrase: Phrase) -> None:
        self.categories.add(phrase.category)
        for number, slot in enumerate(phrase.slots, 1):
            if number == 1 and phrase.anchored:
                continue
            for word in slot.words:
                self._beginning.setdefault(word, []).append((phrase, number, phrase.anchored))
                if len(phrase.slots) == 1 and len(word) >= _LONG:
                    self._starred.setdefault(len(word), []).append(word)
            if not slot.optional:
                break


def _inked(words: Words, start: int, end: int) -> tuple[int, int]:
    """A finding without the breaks around it: what exempts its words exempts it."""
    while start < end - 1 and words[start][0] in "^$":
        start += 1
    while start < end - 1 and words[end - 1][0] in "^$":
        end -= 1
    return start, end


def _end(slots: tuple[Slot, ...], number: int, words: Words, at: int) -> int:
    """Where a phrase ends whose slots from `number` on are to be found at `at`; 0 if they are not."""
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


def _read(file: Path) -> Iterator[Phrase]:
    macros: dict[str, str] = {}
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
            continue
        if severity not in _SEVERITIES.get(category, ("1", "2", "3")):
            raise BadList(f"{where}: the severity must be 1, 2 or 3")
        try:
            slots = tuple(_slot(part, macros) for part in phrase.split())
        except KeyError as error:
            raise BadList(f"{where}: {error.args[0]} is not defined") from None
        if all(slot.optional for slot in slots):
            raise BadList(f"{where}: a phrase needs a word that may not be missing")
        yield Phrase(slots, category, int(severity))


def _slot(part: str, macros: dict[str, str]) -> Slot:
    names = part.rstrip("?").split("|")
    words = (word for name in names for word in (macros[name].split("|") if name[0] == "@" else [name]))
    return Slot(_ANY if names == ["_"] else frozenset(words), part.endswith("?"))
