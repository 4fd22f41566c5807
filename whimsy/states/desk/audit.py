"""The record of every act of the moderators."""

from dataclasses import dataclass

import reflex as rx

from whimsy.acts.overview import acts_before
from whimsy.states.desk.paper import moment
from whimsy.states.desk.session import DeskState

_PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    """One act, as in `Audit`. at: in UTC."""

    id: int | None
    at: str
    who: str
    act: str
    subject: str
    detail: str


class AuditState(DeskState):
    """The newest lines first. more: whether there are older ones."""

    lines: rx.Field[list[AuditLine]] = rx.field(default_factory=list)
    more: rx.Field[bool] = rx.field(default=False)

    @rx.event
    async def newest(self) -> None:
        """Show this part of the desk, with the newest lines."""
        async with self._refusals(), self._moderator():
            self.part, self.lines = "audit", []
            await self._read()

    @rx.event
    async def older(self) -> None:
        """Append older lines."""
        async with self._refusals(), self._moderator():
            await self._read()

    async def _read(self) -> None:
        before = self.lines[-1].id if self.lines else None
        found = await acts_before(self._moderation, before, _PAGE)
        self.lines += [
            AuditLine(line.id, moment(line.at_ms), line.who, line.act, line.subject, line.detail)
            for line in found
        ]
        self.more = len(found) == _PAGE
