"""The record of every act of the desk, for moderators to read."""

from __future__ import annotations

from typing import Any

import reflex as rx

from whimsy.acts.overview import acts_before
from whimsy.states.desk.paper import moment
from whimsy.states.desk.session import DeskState

_PAGE = 50


class AuditState(DeskState):
    """A page of the record, the newest lines first."""

    lines: list[dict[str, Any]] = []
    more: bool = False

    @rx.event
    async def newest(self):
        """Show the newest lines."""
        async with self._refusals():
            await self._who()
            self.part, self.lines = "audit", []
            await self._read()

    @rx.event
    async def older(self):
        """Show older lines below."""
        async with self._refusals():
            await self._who()
            await self._read()

    async def _read(self) -> None:
        before = self.lines[-1]["id"] if self.lines else None
        found = await acts_before(self._moderation, before, _PAGE)
        self.lines += [
            {
                "id": line.id, "at": moment(line.at_ms), "who": line.who,
                "act": line.act, "subject": line.subject, "detail": line.detail,
            }
            for line in found
        ]  # fmt: skip
        self.more = len(found) == _PAGE
