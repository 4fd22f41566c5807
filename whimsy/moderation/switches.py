"""Kill switches for video, links and new searches. All processes obey within seconds.

SQL remembers them, so that a Redis that lost everything does not turn anything on again.
"""

import time
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Field, SQLModel, select

from whimsy.errors import Unavailable
from whimsy.moderation.audit import record
from whimsy.moderation.clock import now_ms
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store
from whimsy.storage.sql import needed

Name = Literal["video", "links", "searches"]
NAMES: tuple[Name, ...] = ("video", "links", "searches")

_KEY = "whimsy:{desk}:switches"
_TTL_SECONDS = 3600
_FRESH_SECONDS = 2.0


class Switch(SQLModel, table=True):
    """A switch as it was last set."""

    __tablename__ = "switch"

    name: str = Field(primary_key=True, max_length=20)
    on: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Which switches are on."""

    video: bool = True
    links: bool = True
    searches: bool = True


class Switches:
    """The switches, as this process last saw them."""

    def __init__(self, store: Store, sessions: Sessions) -> None:
        self._store = store
        self._sessions = sessions
        self._board: Board | None = None
        self._read_at = 0.0

    async def board(self) -> Board:
        """The switches, as they were at most two seconds ago, or last, while no store answers.

        Raises Unavailable if they were never known.
        """
        if self._board is None or time.monotonic() - self._read_at > _FRESH_SECONDS:
            try:
                self._board = await self._read()
                self._read_at = time.monotonic()
            except Unavailable:
                if self._board is None:
                    raise
        return self._board

    async def turn(self, who: str, name: Name, *, on: bool) -> None:
        """Set a switch; raises Unavailable, after which it may be set or not."""
        async with needed(self._sessions) as session, session.begin():
            await session.merge(Switch(name=name, on=on))
            await record(session, who, "on" if on else "off", f"switch:{name}", "", now_ms())
        await self._store.ask("HSET", _KEY, name, "1" if on else "0")
        self._board = None

    async def _read(self) -> Board:
        store = self._store
        known = await store.ask("HMGET", _KEY, *NAMES)
        if None in known:
            remembered = await self._remembered()
            # HSETNX, as a switch that was turned meanwhile is newer than what was read.
            await store.ask_all(("HSETNX", _KEY, name, int(on)) for name, on in remembered.items())
            await store.ask("EXPIRE", _KEY, _TTL_SECONDS)
            known = await store.ask("HMGET", _KEY, *NAMES)
        return Board(*(value != "0" for value in known))

    async def _remembered(self) -> dict[str, bool]:
        async with needed(self._sessions) as session:
            rows = {row.name: row.on for row in await session.scalars(select(Switch))}
        return {name: rows.get(name, True) for name in NAMES}
