"""Topics to talk about, for two who do not know how to begin: one list for each language.

Ours are `lists/topics.*.txt`, a topic a line. `WHIMSY_TOPICS` names lists that take the place of ours.
"""

import random
from collections.abc import Collection, Iterable
from pathlib import Path

from whimsy.errors import Problem
from whimsy.rooms.writing import length, tidy, visible

_LISTS = Path(__file__).parent / "lists"
_LONGEST = 200


class BadTopics(Problem):
    """A list of topics cannot be used."""


class Topics:
    """Raises BadTopics for a list that is not as said above. more: paths like "topics.en.txt"."""

    def __init__(self, more: Iterable[Path] = ()) -> None:
        paths = [*sorted(_LISTS.glob("topics.*.txt")), *more]
        self._lists = {_language(path): _read(path) for path in paths}

    def of(self, language: str) -> list[str]:
        """The topics in a language, or the English ones if it has none."""
        return self._lists.get(language) or self._lists["en"]

    def draw(self, language: str, told: Collection[str]) -> str:
        """One by chance. told: those that are not drawn again while there are others."""
        topics = self.of(language)
        return random.choice([topic for topic in topics if topic not in told] or topics)  # noqa: S311


def _language(path: Path) -> str:
    match path.name.split("."):
        case ["topics", language, "txt"]:
            return language
    raise BadTopics("a list of topics must be named topics.<language>.txt, like topics.en.txt.")


def _read(path: Path) -> list[str]:
    try:
        lines = [tidy(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        raise BadTopics(f"{path.name} cannot be read.") from None
    topics = [line for line in lines if visible(line)]
    if not topics or max(map(length, topics)) > _LONGEST:
        raise BadTopics(f"{path.name} must have topics, one a line, of at most {_LONGEST} characters.")
    return topics
