"""A reviewed list of phrases, and finding them in a folded text.

A list is a file of tab-separated lines: category, severity (1 to 3), phrase. In a phrase `a|b` is either word,
`a?` may be missing, `_` is any word, `^` and `$` are the ends of the message, and `@name` stands for the words that a
line `@name<TAB><TAB>a|b|c` gave before. Category "allow" exempts what it covers. Lines with `#` are comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parent / "lists"
_SEVERITIES = ("0", "1", "2", "3")
_HIDDEN = 4
"""A word with a letter starred out is guessed only when it is this long."""

Words = tuple[tuple[str, ...], ...]


class Entry(NamedTuple):
    """What a phrase is, and how bad."""

    category: str
    severity: int


@dataclass(slots=True)
class _Node:
    then: dict[str, _Node] = field(default_factory=dict)
    entry: Entry | None = None


class BadList(ValueError):
    """A line of a list cannot be read; the message names file and line."""


class Phrases:
    """Phrases as a tree of words: looking for all of them costs one walk along the text."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._root, self._allow = _Node(), _Node()
        self._by_length: dict[int, list[str]] = {}
        self.categories: set[str] = set()
        for file in files:
            self._read(file)

    def find(self, words: Words) -> list[Entry]:
        """All entries that the text holds, outside of what is allowed."""
        found = list(self._spans(self._root, words))
        if not found:
            return []
        allowed = [(start, end) for start, end, _ in self._spans(self._allow, words)]
        return [entry for start, end, entry in found if not any(a <= start and end <= b for a, b in allowed)]

    def _spans(self, root: _Node, words: Words) -> Iterator[tuple[int, int, Entry]]:
        for start in range(len(words)):
            nodes, end = [root], start
            while nodes and end < len(words):
                nodes = [node for before in nodes for node in self._step(before, words[end])]
                end += 1
                for node in nodes:
                    if node.entry:
                        yield start, end, node.entry

    def _step(self, node: _Node, readings: tuple[str, ...]) -> Iterator[_Node]:
        for reading in readings:
            if (after := node.then.get(reading)) is not None:
                yield after
            elif "*" in reading and node is self._root:
                yield from self._unstarred(reading)
        if "_" in node.then and readings[0] not in "^$":
            yield node.then["_"]

    def _unstarred(self, reading: str) -> Iterator[_Node]:
        for word in self._by_length.get(len(reading), ()):
            if all(a in ("*", b) for a, b in zip(reading, word, strict=True)):
                yield self._root.then[word]

    def _read(self, file: Path) -> None:
        macros: dict[str, str] = {}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split("\t")
            if len(parts) != 3 or (parts[1] not in _SEVERITIES and not parts[0].startswith("@")):
                raise BadList(f"{file.name} line {number}: need category, severity from 1 to 3, and phrase")
            category, severity, phrase = parts
            if category.startswith("@"):
                macros[category] = phrase
                continue
            try:
                phrases = list(_expand(phrase, macros))
            except KeyError as error:
                raise BadList(f"{file.name} line {number}: {error.args[0]} is not defined") from None
            self.categories.add(category)
            root = self._allow if category == "allow" else self._root
            for words in phrases:
                self._add(root, words, Entry(category, int(severity)))

    def _add(self, root: _Node, words: tuple[str, ...], entry: Entry) -> None:
        node = root
        for word in words:
            node = node.then.setdefault(word, _Node())
        if node.entry is None or entry.severity > node.entry.severity:
            node.entry = entry
        if root is self._root and len(words) == 1 and len(words[0]) >= _HIDDEN:
            self._by_length.setdefault(len(words[0]), []).append(words[0])


def _expand(phrase: str, macros: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Every way to say a phrase."""
    slots = []
    for slot in phrase.split():
        optional = slot.endswith("?")
        names = slot.rstrip("?").split("|")
        choices = [word for name in names for word in (macros[name].split("|") if name[0] == "@" else [name])]
        slots.append([*choices, ""] if optional else choices)
    for choice in product(*slots):
        yield tuple(word for word in choice if word)
