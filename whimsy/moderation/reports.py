"""Reports of somebody of a room. Who and what was said comes from the room, never from the browser.

One Lua step takes the report with its evidence. It waits in a bounded list and reaches SQL once.
"""

import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from whimsy.moderation.clock import DAY
from whimsy.moderation.report import Evidence, Reason, Report, Severity, Whom
from whimsy.rooms.room import Place, room_step
from whimsy.rooms.text import clean_text
from whimsy.settings import Settings
from whimsy.storage.keys import CELLS, RoomId, cell_key
from whimsy.storage.outbox import Outbox, Sessions, unknown
from whimsy.storage.redis import Store

MAX_WORDS = 500
"""The longest comment of a reporter, in graphemes."""
_WAITS_DAYS = 7
"""How long a report waits in Redis for SQL, longer than anybody leaves a database down."""

Escalate = Callable[[AsyncSession, set[str]], Awaitable[None]]
"""Imposes automatic steps on these visitors, in the transaction that wrote something about them."""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One message of the evidence. mine: whether the reporter wrote it."""

    seq: int
    at: int
    mine: bool
    text: str


def parse_words(raw: object) -> str:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return ""
    return clean_text(raw, MAX_WORDS, 4 * MAX_WORDS)


class Reports:
    """Commands on reports. Each may raise NotInRoom, NotHolder or Unavailable."""

    def __init__(self, store: Store, sessions: Sessions, settings: Settings, escalate: Escalate) -> None:
        self._store = store
        self._settings = settings
        self._escalate = escalate
        waiting = [f"{cell_key(cell)}:reports" for cell in CELLS]
        self.outbox = Outbox(store, sessions, "reports", waiting, self._write, what="reason")

    async def evidence(self, place: Place, room: RoomId, whom: Whom = "partner") -> tuple[EvidenceLine, ...]:
        """The messages that a report of `room` would carry now, to be shown before it is sent."""
        many = self._settings.evidence_messages
        _, said = await room_step(self._store, "moderation/evidence.lua", place, room, many, whom)
        return tuple(EvidenceLine(**line) for line in json.loads(said) or ())

    async def file(
        self, place: Place, room: RoomId, reason: Reason, words: str = "", whom: Whom = "partner"
    ) -> bool:
        """Report `whom` in `room`, open or lately closed; returns False when they were reported before.

        words: from `parse_words`. Raises ReportsFull if too many wait for SQL. As many again may wait if they
        are about children, so that no other reports keep one of these out.
        """
        places = self._settings.reports_waiting * (2 if reason.severity == Severity.CHILD else 1)
        _, new = await room_step(
            self._store, "moderation/report.lua", place, room, secrets.token_hex(16), reason, words,
            self._settings.evidence_messages, places, _WAITS_DAYS * DAY, whom,
        )  # fmt: skip
        return bool(new == "1")

    async def flush(self) -> int:
        """Write those that wait to SQL, with what follows; returns how many. Never raises for SQL."""
        return await self.outbox.flush()

    async def _write(self, session: AsyncSession, lines: list[dict[str, Any]]) -> None:
        fresh = await unknown(session, Report.id, lines)
        for line in fresh:
            session.add(
                Report(
                    id=line["id"], room=line["room"], filed_ms=line["at"],
                    reason=line["reason"], severity=Reason(line["reason"]).severity,
                    reporter=line["reporter"], reporter_address=line["reporter_address"],
                    target=line["target"], target_address=line["target_address"], video=line["video"],
                )
            )  # fmt: skip
        await session.flush()  # evidence refers to its report
        for line in fresh:
            # Lua cannot tell an empty list from an empty table and writes {}.
            said = line["said"] or []
            session.add(Evidence(report=line["id"], filed_ms=line["at"], words=line["words"], said=said))
        await session.flush()
        await self._escalate(session, {line["target"] for line in fresh})
