"""Logging in at the desk, and out."""

import asyncio

import reflex as rx

from whimsy import errors
from whimsy.seam.states import Follows
from whimsy.states.desk.live import LiveState
from whimsy.states.desk.session import DeskState


class EntranceState(DeskState):
    """It has no vars, so that nothing that is typed is kept."""

    @rx.event
    async def arrive(self) -> Follows:
        """Check the session, as the page was loaded or its socket came back."""
        self.ready = True
        if not self.secret:
            await self._empty()
            return None
        async with self._refusals(), self._moderator():
            pass
        return LiveState.watch if self.who else EntranceState.arrive_later if self.secret else None

    @rx.event(background=True)
    async def arrive_later(self) -> Follows:
        """Check the session again after a wait, as the store was away."""
        await asyncio.sleep(2)
        return EntranceState.arrive

    @rx.event
    async def log_in(self, form: object) -> Follows:
        """Open a session, if name, password and code are right."""
        async with self._refusals():
            typed = form if isinstance(form, dict) else {}
            moderation = self._moderation
            name = await moderation.accounts.log_in(
                typed.get("name"), typed.get("password"), typed.get("code"), self._socket.address
            )
            await self._empty()
            self.secret = await moderation.desk.open(name)
            self.who = name
            return LiveState.watch
        return None

    @rx.event
    async def log_out(self) -> None:
        """End the session in this page and on the server."""
        secret = str(self.secret)
        await self._empty()
        try:
            await self._moderation.desk.close(secret)
        except errors.Unavailable:
            self._tell("You are logged out here. Our servers could not be told: close this browser, too.")
