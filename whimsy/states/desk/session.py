"""The session of a moderator. When it ends, everything that the desk showed is removed from the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from whimsy import errors
from whimsy.moderation.moderation import Moderation
from whimsy.states.delivery import Inside
from whimsy.states.notice import Notice, Noticing
from whimsy.storage.sql import AWAY

PARTS = ("cases", "appeals", "switches", "audit", "staff", "aside")
"""The parts of the desk, one of which is shown."""


class DeskState(Noticing, Inside, rx.State):
    """secret: of the session, all that the browser keeps; who: the moderator's name, only to be shown."""

    secret: str = rx.SessionStorage("", name="whimsyDesk")

    ready: rx.Field[bool] = rx.field(default=False)
    who: rx.Field[str] = rx.field("")
    part: rx.Field[str] = rx.field("cases")

    @rx.event
    async def show(self, part: object) -> None:
        async with self._refusals(), self._moderator():
            if part in PARTS:
                self.part = part

    @property
    def _moderation(self) -> Moderation:
        return self._engine.moderation

    @asynccontextmanager
    async def _moderator(self) -> AsyncIterator[str]:
        """The name of the caller, for every handler. Raises NotModerator or Unavailable."""
        self.who = await self._moderation.desk.who(str(self.secret))
        yield self.who

    @asynccontextmanager
    async def _refusals(self) -> AsyncIterator[None]:
        """Show a refusal as a notice. Without a session, empty the desk."""
        try:
            yield
        except errors.NotModerator as error:
            await self._empty()
            self._tell(error.sentence)
        except errors.WhimsyError as error:
            self._tell(error.sentence)
        except AWAY:
            self._tell(errors.Unavailable("database").sentence)

    async def _empty(self) -> None:
        """Remove all that was shown, and the secret."""
        desk = await self.get_state(DeskState)
        count = desk.notice.id
        desk.reset()
        desk.ready, desk.notice = True, Notice(count)
