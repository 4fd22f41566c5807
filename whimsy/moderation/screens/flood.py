"""The same thing said in many rooms: texts, first lines, links, ways to be reached.

It is counted for the visitor, and more patiently for the address, by sets of rooms that expire, with a keyed
digest instead of the text, in the step that posts it (rooms/toll.lua). A room counts once, as a retry or a
repetition to one person is no flood.
Source: lila's `Flood`, which remembers a user's last messages; ours counts across rooms.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.said import Said
from whimsy.rooms.toll import Counted
from whimsy.settings import Settings
from whimsy.storage.keys import flood_key

_LETTERS = re.compile(r"[^\W\d_]+")
_GREETING = 16
"""Letters up to which a text is never refused, as everybody says it to everybody ("hey how are you")."""
_OPENING = 24
"""Letters of a first line that are compared: bots vary what comes later."""
_PATIENCE = 5
"""An address may be a school: it may do as much as so many visitors, and is only asked for a proof."""
_GREETINGS = 8
"""So many times `flood_rooms` rooms may get the same short first line."""
_SENTENCE = "You have sent this to several people already. Say something of your own to this one."
_SENTENCE_LINKS = "That is enough links for now. Say it in words."


@dataclass(frozen=True, slots=True)
class Things:
    """What is counted of a message: by names of ours, for the visitor and then for their address."""

    names: tuple[str, ...]
    counted: tuple[Counted, ...]
    window_ms: int


class Flood:
    """Counts what is said in many rooms. Settings: `flood_rooms` in `flood_window` seconds."""

    def __init__(self, key: str, settings: Settings) -> None:
        self._key = hashlib.blake2b(key.encode(), person=b"whimsy.flood", digest_size=32).digest()
        self._rooms = settings.flood_rooms
        self._links = settings.links_in_window
        self._window_ms = int(settings.flood_window * 1000)
        self._calm = min(self._rooms, self._links)
        """Up to so many rooms nothing adds up to anything."""
        self._limits = {"text": self._rooms, "link rooms": self._rooms, "links": self._links}

    def things(self, said: Said, kinds: set[Kind]) -> Things:
        """What is to be counted of a message, in which the other screens found `kinds`."""
        things = tuple(self._things(said, kinds))
        whose = ((said.visitor, self._limits), *([(said.address, {})] if said.address else []))
        return Things(
            tuple(name for name, _, _ in things),
            tuple(
                Counted(flood_key(who, what), room, limits.get(name, 0))
                for who, limits in whose
                for name, what, room in things
            ),
            self._window_ms,
        )

    def weigh(self, things: Things, counts: Sequence[int]) -> list[Finding]:
        """What the counts of these things, in their order, add up to."""
        if max(counts, default=0) <= self._calm:
            return []
        names = things.names
        own = dict(zip(names, counts, strict=False))
        shared = dict(zip(names, counts[len(names) :], strict=False))
        patiently = (_for_proof(found) for found in self._judge(shared, _PATIENCE))
        return list(self._judge(own, 1)) or list(patiently)

    def _things(self, said: Said, kinds: set[Kind]) -> Iterator[tuple[str, str, str]]:
        """What is counted: its name; what must be the same; where it was said."""
        letters = "".join(_LETTERS.findall(said.folded.text))
        room = self._digest("room", said.room)
        if len(letters) > _GREETING:
            yield "text", self._digest("text", letters), room
        if said.mine == 0 and letters:
            name = "opening" if len(letters) > _GREETING else "greeting"
            yield name, self._digest(name, letters[:_OPENING]), room
        if Kind.LINK in kinds:
            yield "links", "links", self._digest("link", f"{said.room} {said.text}")
            if said.mine == 0:
                yield "link rooms", "link rooms", room
        if kinds & {Kind.CONTACT, Kind.PAYMENT, Kind.GROOMING}:
            yield "moves", "moves", room

    def _judge(self, counts: dict[str, int], patience: int) -> Iterator[Finding]:
        def over(name: str, share: int) -> bool:
            return counts.get(name, 0) > share * patience

        if over("text", self._rooms):
            yield Finding(Kind.FLOOD, Action.REFUSE, 2, sentence=_SENTENCE, weight=0.3, proof=True)
        elif over("link rooms", self._rooms):
            yield Finding(Kind.FLOOD, Action.REFUSE, 2, sentence=_SENTENCE_LINKS, weight=0.4, proof=True)
        elif over("links", self._links):
            yield Finding(Kind.FLOOD, Action.REFUSE, 1, sentence=_SENTENCE_LINKS, weight=0.1)
        elif over("opening", self._rooms) or over("greeting", self._rooms * _GREETINGS):
            yield Finding(Kind.FLOOD, Action.FLAG, 1, weight=0.1, proof=True)
        elif over("moves", 2 * self._rooms):
            yield Finding(Kind.FLOOD, Action.FLAG, 2, weight=0.3, proof=True)

    def _digest(self, kind: str, what: str) -> str:
        """A keyed digest of what was said."""
        return hashlib.blake2b(f"{kind}\0{what}".encode(), key=self._key, digest_size=12).hexdigest()


def _for_proof(found: Finding) -> Finding:
    return Finding(found.kind, Action.FLAG, 1, proof=True)
