"""What should be true of a town, in plain Python: who is where, who met whom and when."""

from __future__ import annotations

from dataclasses import dataclass, field

COOLDOWN, RELAXED, T_INTERESTS, T_LANGUAGE = 600.0, 15.0, 5.0, 10.0
LEASE, GRACE_LOST = 8.0, 18.0


@dataclass
class Tab:
    """One tab as the model knows it. place: idle, searching, or the number of its room."""

    name: int
    visitor: str
    place: str | int = "idle"
    interests: frozenset[str] = frozenset()
    language: str = ""
    wished: bool = False
    since: float = 0
    breath: float = 0
    connected: bool = True
    parted: bool = False


@dataclass
class Room:
    """One room: its two tabs, what was said (nonce to text), whether it is open."""

    tabs: tuple[int, int]
    opened: float
    said: list[tuple[int, str]] = field(default_factory=list)
    open: bool = True


@dataclass
class Model:
    """The whole town. Time is the town's own."""

    now: float = 0
    tabs: dict[int, Tab] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    met: dict[frozenset[str], float] = field(default_factory=dict)
    blocked: set[frozenset[str]] = field(default_factory=set)

    def forget(self) -> None:
        """The store lost everything."""
        for tab in self.tabs.values():
            tab.place, tab.parted = "idle", False
        self.rooms, self.met, self.blocked = {}, {}, set()

    def alive(self, tab: Tab) -> bool:
        """Its lease holds: a half-open tab still counts until it runs out, a closed one does not."""
        return not tab.parted and self.now - tab.breath < LEASE

    def stage(self, tab: Tab) -> int:
        wait = self.now - tab.since
        if tab.interests and wait < T_INTERESTS:
            return 0
        return 1 if tab.wished and wait < T_LANGUAGE else 2

    def may_meet(self, one: Tab, other: Tab, *, ignoring_cooldown: bool = False) -> bool:
        pair = frozenset({one.visitor, other.visitor})
        if len(pair) == 1 or pair in self.blocked:
            return False
        if not (self.alive(one) and self.alive(other)):
            return False
        if 0 in (self.stage(one), self.stage(other)) and not one.interests & other.interests:
            return False
        if one.language != other.language and any(tab.wished and self.stage(tab) < 2 for tab in (one, other)):
            return False
        return ignoring_cooldown or not self.cooling(one, other)

    def cooling(self, one: Tab, other: Tab) -> bool:
        last = self.met.get(frozenset({one.visitor, other.visitor}))
        return last is not None and self.now - last < COOLDOWN

    def waiting(self) -> list[Tab]:
        return [tab for tab in self.tabs.values() if tab.place == "searching"]
