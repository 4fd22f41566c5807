"""Lines that could not be written to SQL: a moderator reads, retries or discards them."""

from collections.abc import Awaitable
from typing import TypeVar

import reflex as rx

from whimsy import errors
from whimsy.states.desk.paper import AsideLine, shown_aside
from whimsy.states.desk.session import DeskState

_MAX_ID = 32
T = TypeVar("T")
_STILL = "It still can't be written, for the reason shown."


class AsideState(DeskState):
    """many: how many there are; aside: the first; looking, line: the open one; asking: the one to discard."""

    many: rx.Field[int] = rx.field(0)
    aside: rx.Field[list[AsideLine]] = rx.field(default_factory=list)
    looking: rx.Field[str] = rx.field("")
    line: rx.Field[str] = rx.field("")
    asking: rx.Field[str] = rx.field("")

    @rx.event
    async def spread(self) -> None:
        """Show this part of the desk."""
        async with self._refusals(), self._moderator():
            self.part, self.looking, self.line, self.asking = "aside", "", "", ""
            await self._list()

    @rx.event
    async def read(self, line: object) -> None:
        """Show the content of a line, which is recorded in the audit."""
        async with self._refusals(), self._moderator() as who:
            named = _parse(line)
            self.line = await self._moderation.aside.look(who, named)
            self.looking = named

    @rx.event
    async def write(self, line: object) -> None:
        """Try again to write a line."""
        async with self._refusals(), self._moderator() as who:
            done = await self._settled(self._moderation.aside.again(who, _parse(line)))
            self._tell("Written." if done else _STILL, tone="good" if done else "error")

    @rx.event
    async def ask(self, line: object) -> None:
        """Ask whether to discard a line, or stop asking ("")."""
        async with self._refusals(), self._moderator():
            self.asking = _parse(line) if line != "" else ""

    @rx.event
    async def discard(self, line: object) -> None:
        """Discard the line that was asked about."""
        async with self._refusals(), self._moderator() as who:
            named = _parse(line)
            if named != self.asking:
                return  # sent twice
            await self._settled(self._moderation.aside.discard(who, named))
            self._tell("Discarded.", tone="good")

    async def _settled(self, act: Awaitable[T]) -> T:
        """Act on a line, then list the lines anew, also if another moderator was faster."""
        try:
            return await act
        finally:
            self.looking, self.line, self.asking = "", "", ""
            await self._list()

    async def _list(self) -> None:
        aside = self._moderation.aside
        self.many, self.aside = await aside.count(), shown_aside(await aside.first())


def _parse(line: object) -> str:
    if isinstance(line, str) and 0 < len(line) <= _MAX_ID and line.isalnum():
        return line
    raise errors.Malformed
