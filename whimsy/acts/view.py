"""What a tab shows: a snapshot and the events after it, which must equal a fresh one. It asks no store."""

import math
from collections import deque
from typing import TypedDict

from whimsy.events import Appended, Displaced, Entry, Event, Paired
from whimsy.rooms.room import Snapshot
from whimsy.storage.keys import RoomId

_LIVELY = ("searching", "chatting", "ended")
_OVERLAP = 3
"""Lines that a window repeats, so that a browser that renders two windows as one misses none."""


class Line(TypedDict):
    """One line as the browser gets it. rest: in seconds from when it was said; -1 for never."""

    seq: int
    kind: str
    mine: bool
    text: str
    nonce: str
    code: str
    at: int
    shared: list[str]
    reason: str
    rest: int


class Window(TypedDict, total=False):
    """Some of a transcript, up to line `n` of `room`, or all of it. now: what the clock says, in a room."""

    room: str
    n: int
    full: bool
    lines: list[Line]
    now: int


class View:
    """history: how many lines it keeps, as many as the room does."""

    def __init__(self, history: int) -> None:
        self.phase = "loading"
        self.epoch = ""
        self.ticket = ""
        self.stage = 0
        self.company: str | None = None  # of the lobby, as `Waiting` names it; None while nobody said
        self.room = ""
        self.seat = ""
        self.away = False
        self.video = ""
        self.call = 0
        self.rest = 0
        self.n = 0
        self.log: deque[Entry] = deque(maxlen=history)

    def show(self, snapshot: Snapshot) -> bool:
        """Start over from a snapshot; returns False if the store lost what this view shows.

        In that case a conversation ends with a line that says so, and the caller should begin a search again.
        """
        if snapshot.phase == "idle" and self.phase in _LIVELY and snapshot.epoch not in ("", self.epoch):
            if self.phase == "chatting":
                self._append(Entry(self.n + 1, "system", "", self.log[-1].at if self.log else 0, code="lost"))
            return False
        self.epoch = snapshot.epoch or self.epoch
        if snapshot.ticket != self.ticket:
            self.stage, self.company = 0, None
        self.phase = snapshot.phase
        self.ticket = snapshot.ticket
        self.room = snapshot.room
        self.seat = snapshot.seat
        self.away = snapshot.away
        self.video = snapshot.video
        self.call = snapshot.call
        self.rest = snapshot.rest
        self.n = snapshot.n
        self.log.clear()
        self.log.extend(snapshot.log)
        return True

    def search(self, ticket: str, stage: int, company: str | None = None) -> None:
        self.show(Snapshot("searching", ticket=ticket))
        self.stage, self.company = stage, company

    def wait(self, stage: int, company: str) -> bool:
        """Take in how the search goes on; returns whether that changes anything."""
        if self.phase != "searching" or (stage, company) == (self.stage, self.company):
            return False
        self.stage, self.company = stage, company
        return True

    def apply(self, event: Event) -> bool:
        """Take in an event; returns False if one before it was missed, so that a snapshot is needed.

        Events of another room or ticket, or seen before, change nothing.
        """
        match event:
            case Paired() if self.phase == "searching" and event.ticket == self.ticket:
                self._meet(event)
            case Appended() if event.room == self.room and event.entry.seq > self.n:
                if event.entry.seq != self.n + 1:
                    return False
                self._append(event.entry)
            case Displaced():
                self.phase = "elsewhere"
        return True

    def _meet(self, event: Paired) -> None:
        """Show a new room together with its call, so that no page shows it without the camera at first."""
        room, video, log = RoomId(event.room), "on" if event.call else "", (event.entry,)
        self.show(
            Snapshot("chatting", room=room, seat=event.seat, n=1, video=video, call=event.call, log=log)
        )

    def _append(self, entry: Entry) -> None:
        self.n = entry.seq
        self.log.append(entry)
        match entry.code:
            case "left" | "lost":
                self.phase, self.away, self.video, self.rest = "ended", False, "", 0
            case "away" | "back" if entry.seat != self.seat:
                self.away = entry.code == "away"
            case "video_offered":
                self.video = entry.seat
                if entry.seat != self.seat:
                    self.rest = 0
            case "video_on":
                self.video, self.call, self.rest = "on", entry.call, 0
            case "video_declined" | "video_stopped":
                self.video = ""
                # To decline lets the other side rest, to take an offer back one's own.
                if entry.rest and (entry.seat == self.seat) == (entry.code == "video_stopped"):
                    self.rest = entry.rest

    @property
    def consent(self) -> str:
        """Video as this side sees it: "", "offered" by this side, "asked" by the other, or "on"."""
        if self.video in ("", "on"):
            return self.video
        return "offered" if self.video == self.seat else "asked"

    def resting(self, now: float) -> int:
        """Seconds until this side may ask for video, -1 for not in this chat. now: Unix time of the store."""
        return -1 if self.rest < 0 else max(0, math.ceil(self.rest / 1000 - now))

    @property
    def whereabouts(self) -> str:
        """Where the tab is by this view, in the form of `Whereabouts.at`."""
        if self.phase == "searching":
            return self.ticket
        return f"{self.room} {self.n}" if self.room else ""

    @property
    def shared(self) -> tuple[str, ...]:
        return next((entry.shared for entry in self.log if entry.code == "connected"), ())

    def lasted(self, now: float) -> float:
        """Seconds since the two met. now: Unix time of the store."""
        first = next((entry for entry in self.log if entry.code == "connected"), None)
        return now - first.at / 1000 if first else math.inf

    def lines(self, since: int | None) -> Window:
        """The transcript for the browser: all of it, or a window of the lines after seq `since`.

        A window repeats a few lines before. The browser merges by seq, and asks again if there is a gap.
        """
        shown = self.log if since is None else [e for e in self.log if e.seq > since - _OVERLAP]
        return {
            "room": self.room,
            "n": self.n,
            "full": since is None,
            "lines": [self._line(entry) for entry in shown],
        }

    def _line(self, entry: Entry) -> Line:
        mine = entry.seat == self.seat
        return {
            "seq": entry.seq,
            "kind": entry.kind,
            "mine": mine,
            "text": entry.text,
            "nonce": entry.nonce if mine else "",
            "code": entry.code,
            "at": entry.at,
            "shared": list(entry.shared),
            "reason": entry.reason,
            "rest": -1 if entry.rest < 0 else round((entry.rest - entry.at) / 1000) if entry.rest else 0,
        }
