"""What a tab shows: a snapshot and the events after it, which must equal a fresh one. It asks no store."""

import math
from collections import deque
from typing import Literal, Required, TypedDict

from whimsy.events import Appended, Displaced, Entry, Event, Paired
from whimsy.rooms.room import Snapshot
from whimsy.storage.keys import RoomId

_WATCHER = "q"
_LIVELY = ("searching", "chatting", "ended")
_OVERLAP = 3
"""Lines that a window repeats, as a page that is reloaded shows the last window before it has arrived."""


class Line(TypedDict, total=False):
    """One line as the browser gets it; what says nothing is left out, as every text carries it.

    rest: in seconds from when it was said; -1 for never. by: 1 or 2, for whoever watches two others.
    """

    seq: Required[int]
    kind: Required[str]
    at: Required[int]
    mine: bool
    by: int
    text: str
    nonce: str
    to: int
    code: str
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
        self.again = ""
        self.asked = False
        self.n = 0
        self.log: deque[Entry] = deque(maxlen=history)
        self.mine = self.theirs = 0
        """Texts in the log of either side."""

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
        self.again = snapshot.again
        self.asked = snapshot.asked
        self.n = snapshot.n
        self.log.clear()
        self.log.extend(snapshot.log)
        self.mine = self.theirs = 0
        for entry in self.log:
            self._count(entry, 1)
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
        if len(self.log) == self.log.maxlen:
            self._count(self.log[0], -1)
        self.log.append(entry)
        self._count(entry, 1)
        match entry.code:
            case "left" | "lost":
                self.phase, self.away, self.video, self.rest = "ended", False, "", 0
            case "question":
                self.asked = True
            case "asker_left":
                self.asked = False
                if self.watches:
                    self.phase = "ended"
            case "again" if not self.watches:
                self.again = "both"
            case "away" | "back" if entry.seat != self.seat and not self.watches:
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

    def _count(self, entry: Entry, by: int) -> None:
        if entry.kind == "text" and entry.seat == self.seat:
            self.mine += by
        elif entry.kind == "text":
            self.theirs += by

    @property
    def watches(self) -> bool:
        """Whether this tab asked the question that two others discuss."""
        return self.seat == _WATCHER

    @property
    def role(self) -> Literal["", "discuss", "watch"]:
        """What this tab does where somebody reads along, who asked a question; "" anywhere else."""
        if self.watches:
            return "watch"
        return "discuss" if self.asked else ""

    @property
    def ending(self) -> str:
        """How it ended: "left" by this side, "gone" if it was away too long, "theirs", "lost"; "" before.

        Also "barred", for who asked a question and was blocked for it.
        """
        ends = ("left", "lost", "asker_left") if self.watches else ("left", "lost")
        last = next((e for e in reversed(self.log) if e.code in ends), None)
        if last is None or self.phase != "ended":
            return ""
        if last.code == "lost":
            return "lost"
        if last.seat != self.seat:
            return "theirs"
        return {"lost": "gone", "blocked": "barred"}.get(last.reason, "left")

    @property
    def opened_ms(self) -> int:
        """When the first line that is kept was said, unix ms; 0 without one."""
        return self.log[0].at if self.log else 0

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

    def line(self, entry: Entry) -> Window:
        """The window of one line."""
        return {"room": self.room, "n": entry.seq, "full": False, "lines": [self._line(entry)]}

    def _line(self, entry: Entry) -> Line:
        line: Line = {"seq": entry.seq, "kind": entry.kind, "at": entry.at}
        if entry.seat == self.seat:
            line["mine"] = True
        elif self.watches and entry.seat:
            line["by"] = 1 if entry.seat == "a" else 2
        if entry.text:
            line["text"] = entry.text
        if entry.to:
            line["to"] = entry.to
        if entry.kind == "text":
            if entry.seat == self.seat:
                line["nonce"] = entry.nonce
            return line
        # That the two would like to meet again is nobody else's business.
        line["code"] = "" if self.watches and entry.code == "again" else entry.code
        if entry.shared:
            line["shared"] = list(entry.shared)
        if entry.reason:
            line["reason"] = entry.reason
        if entry.rest:
            line["rest"] = -1 if entry.rest < 0 else round((entry.rest - entry.at) / 1000)
        return line
