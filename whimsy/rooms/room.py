"""Who talks: one conversation of exactly two people, kept as a log in Redis. A third may watch.

Every command names the room that it is aimed at, so that one for an old room hits nobody. The caller is a
`Place`, which only the process with the tab's socket can have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from whimsy import errors
from whimsy.events import Entry
from whimsy.rooms.toll import Toll
from whimsy.storage.keys import Cell, RoomId, cell_of
from whimsy.storage.redis import Store
from whimsy.visitors.budgets import Budget
from whimsy.visitors.identity import Tab

CallAct = Literal["offer", "accept", "decline", "stop", "rebuild"]
Why = Literal["", "never", "unable"]

_MOST_LINES = 1_000_000_000
_NONCE = re.compile(r"[A-Za-z0-9_-]{1,36}")
_REFUSALS: dict[str, type[errors.Refused]] = {
    kind.code: kind
    for kind in (
        errors.NotInRoom,
        errors.RoomClosed,
        errors.Watching,
        errors.Watched,
        errors.NotHolder,
        errors.ReportsFull,
        errors.MessageGone,
    )
}
_WAITS: dict[str, type[errors.TooFast | errors.VideoRests]] = {
    kind.code: kind for kind in (errors.TooFast, errors.VideoRests)
}


@dataclass(frozen=True, slots=True)
class Place:
    """Who may act for a tab: the tab, and the connection that holds it now ("inbox/attachment")."""

    tab: Tab
    holder: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a view needs. seat: the tab's own; away: whether the partner is; n: the seq of the last line.

    epoch: of the store; another one than before means that the store lost everything in between.
    video: "" for none, the seat that offered it, or "on"; call: the number of the present or last call.
    rest: until when this seat may not ask for video, unix ms; 0 when it may, -1 for the rest of the chat.
    again: whether this seat would like to meet the other again: "", "wished", or "both" if both would.
    asked: whether somebody who asked a question reads along.
    """

    phase: str
    ticket: str = ""
    room: RoomId | Literal[""] = ""
    seat: str = ""
    away: bool = False
    n: int = 0
    video: str = ""
    call: int = 0
    rest: int = 0
    again: str = ""
    asked: bool = False
    log: tuple[Entry, ...] = ()
    epoch: str = ""

    @classmethod
    def parse(cls, answer: list[Any]) -> Snapshot:
        return cls(**json.loads(answer[0]), log=tuple(Entry.parse(json.loads(line)) for line in answer[1:]))


IDLE = Snapshot("idle")


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a text. counts: in how many rooms each thing of the toll was said.

    entry: the line, of the first time if this room has seen its nonce, or None if the text was said in too
    many rooms; partner: the holder of the partner's tab, "" if nobody holds it, or has to be told.
    """

    entry: Entry | None = None
    partner: str = ""
    counts: Sequence[int] = ()


def parse_nonce(raw: object) -> str:
    """Read the id a browser gave its own message; raises Malformed."""
    if isinstance(raw, str) and _NONCE.fullmatch(raw):
        return raw
    raise errors.Malformed


def parse_seq(raw: object) -> int:
    """Read the number of a line; raises Malformed."""
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw <= _MOST_LINES:
        return raw
    raise errors.Malformed


async def room_step(
    store: Store, path: str, place: Place, room: RoomId, *args: str | int, beside: Iterable[str] = ()
) -> list[Any]:
    """Run a step on `room` for the tab at `place`; returns its answer, or raises what it refuses.

    beside: further keys of the step.
    """
    answer = await store.step(path, cell_of(room), place.tab.id, place.holder, room, *args, beside=beside)
    if answer[0] != "ok":
        raise _refused(answer)
    return answer


def _refused(answer: Sequence[Any]) -> errors.Refused:
    """The refusal that a step answered with: its code, and perhaps the milliseconds to wait."""
    code, *waits = answer
    return _WAITS[code](int(waits[0]) / 1000) if waits else _REFUSALS[code]()


class Rooms:
    """Commands on rooms. Each is one atomic step; each may raise Unavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def post(
        self,
        place: Place,
        room: RoomId,
        nonce: str,
        text: str,
        toll: Toll | None = None,
        inbox: str = "",
        to: int = 0,
    ) -> Posted:
        """Say `text`, and pay its toll in the same step.

        to: the message that it answers, 0 for none; inbox: of a process that shows the line itself to those
        of the two whose tabs it holds. Raises TooFast, and then counted nothing; NotInRoom, RoomClosed or
        NotHolder, for which the toll was paid.
        """
        answer = await self._pay(
            "rooms/post.lua", room, toll, place.tab.id, place.holder, room, nonce, text, inbox, str(to)
        )
        match answer:
            case ["ok", seq, at, seat, partner, to, *counts]:
                entry = Entry(int(seq), "text", seat, int(at), text, nonce, to=int(to))
                return Posted(entry, partner, counts)
            case ["again", seq, at, seat, text, to]:
                return Posted(Entry(int(seq), "text", seat, int(at), text, nonce, to=int(to)))
            case ["flood", *counts]:
                return Posted(counts=counts)
        raise _refused(answer)

    async def pay(self, room: RoomId, toll: Toll) -> list[int]:
        """Pay for a text that is not posted; returns what `Posted.counts` would be. Raises TooFast."""
        return (await self._pay("rooms/pay.lua", room, toll))[1:]

    async def _pay(self, path: str, room: RoomId, toll: Toll | None, *args: str) -> list[Any]:
        keys, paid = (toll.keys, toll.args) if toll else ((), ())
        answer = await self._store.step(path, cell_of(room), *args, *paid, beside=keys)
        if answer[0] == errors.TooFast.code:
            raise _refused(answer)
        return answer

    async def react(self, place: Place, room: RoomId, to: int, reaction: str, budget: Budget) -> None:
        """Put `reaction` on message `to` in place of the caller's own there, or take it back with "".

        Raises MessageGone, TooFast, NotInRoom, RoomClosed or NotHolder.
        """
        await self._add(place, room, {"kind": "reaction", "to": to, "code": reaction}, budget)

    async def propose(self, place: Place, room: RoomId, topic: str, budget: Budget) -> None:
        """Show both a topic; raises TooFast, NotInRoom, RoomClosed or NotHolder."""
        await self._add(place, room, {"kind": "system", "code": "topic", "text": topic}, budget)

    async def _add(self, place: Place, room: RoomId, line: dict[str, Any], budget: Budget) -> None:
        said = json.dumps(line)
        await room_step(self._store, "rooms/add.lua", place, room, said, *budget.args, beside=[budget.key])

    async def leave(self, place: Place, room: RoomId, *, reason: str = "left", forget: bool = False) -> None:
        """Leave `room` if the caller is in it; `forget` also clears its ending from the tab.

        Raises NotHolder. Leaving twice, or an old room, changes nothing.
        """
        await room_step(self._store, "rooms/leave.lua", place, room, reason, "1" if forget else "0")

    async def typing(self, place: Place, room: RoomId) -> None:
        """Tell the partner that the caller is writing; raises NotInRoom, RoomClosed or NotHolder."""
        event = json.dumps({"type": "typing", "room": room})
        await room_step(self._store, "rooms/relay.lua", place, room, event)

    async def signal(self, place: Place, room: RoomId, signal: str) -> None:
        """Pass a checked signal (JSON) to the partner; raises NotInRoom, RoomClosed or NotHolder."""
        event = json.dumps({"type": "signal", "room": room, "signal": signal})
        await room_step(self._store, "rooms/relay.lua", place, room, event)

    async def caption(self, place: Place, room: RoomId, text: str) -> None:
        """Show the partner what the caller says aloud; raises NotInRoom, RoomClosed or NotHolder."""
        event = json.dumps({"type": "caption", "room": room, "text": text})
        await room_step(self._store, "rooms/relay.lua", place, room, event)

    async def nudge(self, place: Place, room: RoomId, code: str) -> None:
        """Show the partner the nudge `code`; raises NotInRoom, RoomClosed or NotHolder."""
        event = json.dumps({"type": "nudged", "room": room, "code": code})
        await room_step(self._store, "rooms/relay.lua", place, room, event)

    async def video(self, place: Place, room: RoomId, act: CallAct, call: int = 0, why: Why = "") -> None:
        """Offer, accept, decline or stop video, or rebuild call number `call`.

        why: of a decline, "never" for the rest of the chat, "unable" if the browser has no calls.
        An act that no longer fits changes nothing. Raises NotInRoom, RoomClosed, NotHolder, Watched where a
        third reads along, or VideoRests for an offer too soon after one that came to nothing.
        """
        await room_step(self._store, "rooms/call.lua", place, room, act, str(call), why)

    async def attach(self, place: Place, cell: Cell) -> Snapshot:
        """Let this connection hold the tab from now on; returns where the tab is."""
        answer = await self._store.step("rooms/attach.lua", cell, place.tab.id, place.holder)
        return Snapshot.parse(answer)

    async def part(self, place: Place, cell: Cell, grace: float) -> None:
        """Keep the tab's place for `grace` seconds, as its connection is gone."""
        await self._store.step("rooms/part.lua", cell, place.tab.id, place.holder, int(grace * 1000))

    async def snapshot(self, tab: Tab, cell: Cell) -> Snapshot:
        """Where the tab is; nothing is changed."""
        return Snapshot.parse(await self._store.step("rooms/snapshot.lua", cell, tab.id))
