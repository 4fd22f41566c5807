"""The session of a moderator. After its end nothing of the desk stays in the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from whimsy import errors
from whimsy.moderation.moderation import Moderation
from whimsy.states.delivery import Inside
from whimsy.states.notice import Notice, Noticing
from whimsy.storage.sql import AWAY

PARTS = ("cases", "appeals", "switches", "audit", "staff", "aside")
"""The parts of the desk, of which it shows one."""


class DeskState(Noticing, Inside, rx.State):
    """The session. `secret` opens it and is all that a browser keeps; `who` is only for show."""

    secret: str = rx.SessionStorage("", name="whimsyDesk")

    ready: rx.Field[bool] = rx.field(default=False)
    who: rx.Field[str] = rx.field("")
    part: rx.Field[str] = rx.field("cases")

    @rx.event
    async def show(self, part: object) -> None:
        """Turn to another part of the desk."""
        async with self._refusals(), self._moderator():
            if part in PARTS:
                self.part = part

    # --- what no browser can call

    @property
    def _moderation(self) -> Moderation:
        return self._engine.moderation

    @asynccontextmanager
    async def _moderator(self) -> AsyncIterator[str]:
        """The moderator who clicked; around every handler. Raises NotModerator or Unavailable."""
        self.who = await self._moderation.desk.who(str(self.secret))
        yield self.who

    @asynccontextmanager
    async def _refusals(self) -> AsyncIterator[None]:
        """Show a refusal as a sentence. Without a session the desk is emptied."""
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
        """Forget all that was shown, and the secret."""
        desk = await self.get_state(DeskState)
        count = desk.notice.id
        desk.reset()
        desk.ready, desk.notice = True, Notice(count)
