"""What screens saw: noted in Redis at once and in SQL a little later, where a step may follow."""

import json
import secrets
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from whimsy.moderation.clock import DAY
from whimsy.moderation.observation import Observation
from whimsy.moderation.reports import Escalate
from whimsy.storage.outbox import Outbox, Sessions, unknown
from whimsy.storage.redis import Store

_KEY = "whimsy:{observed}:waiting"
_WAITING = 1000
_WAITS_DAYS = 1
_ONCE_MS = 600_000
"""How long a screen that noted something of a visitor does not count again: a storm is one sign."""


class Observations:
    def __init__(self, store: Store, sessions: Sessions, escalate: Escalate) -> None:
        self._store = store
        self._escalate = escalate
        self.outbox = Outbox(store, sessions, "observations", [_KEY], self._write, what="kind")

    async def note(self, visitor: str, address: str, kind: str, weight: float) -> bool:
        """Note that a screen saw something; returns False if it did so just before. Raises Unavailable.

        kind: a short name of ours; weight: 1.0 alone brings a mild step. If too many wait, the oldest go.
        """
        seen = {"visitor": visitor, "address": address, "kind": kind, "weight": weight}
        line = json.dumps({"id": secrets.token_hex(16), **seen})
        keys = [f"whimsy:{{observed}}:once:{kind}:{visitor}", _KEY]
        limits = _ONCE_MS, _WAITING, _WAITS_DAYS * DAY
        return bool(await self._store.timed("moderation/observe.lua", keys, line, *limits))

    async def flush(self) -> int:
        """Write those that wait to SQL, with what follows; returns how many. Never raises for SQL."""
        return await self.outbox.flush()

    async def _write(self, session: AsyncSession, lines: list[dict[str, Any]]) -> None:
        fresh = await unknown(session, Observation.id, lines)
        session.add_all(
            Observation(
                id=line["id"], visitor=line["visitor"], address=line["address"],
                kind=line["kind"], weight=line["weight"], at_ms=line["at"],
            )
            for line in fresh
        )  # fmt: skip
        await session.flush()
        await self._escalate(session, {line["visitor"] for line in fresh})
