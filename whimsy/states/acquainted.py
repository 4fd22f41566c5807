"""Whom a visitor meets who is no stranger: somebody they invited, or somebody they met before."""

import reflex as rx

from whimsy import errors
from whimsy.acts.attachment import Attachment
from whimsy.acts.reunion import wish
from whimsy.lobby.invitations import Invitation
from whimsy.lobby.ticket import parse_cell
from whimsy.seam.states import Follows
from whimsy.states import halves
from whimsy.states.page import Shown
from whimsy.states.wishes import WishState
from whimsy.storage.keys import RoomId, parse_room

_TOLD_AGAIN = {
    "wished": "If they would like that too, you both can.",
    "both": "You both would. You find how on the start page.",
    "": "That chat is over.",
}


class Acquainted(Shown, mixin=True):
    """The part of ChatState that knows for whom the visitor searches, if for nobody new."""

    @rx.event
    async def invite(self) -> Follows:
        """Search for somebody to whom the visitor gives a link."""
        with self.page.refusals():
            await self._meet_strangers()
            wishes = await self.get_state(WishState)
            wishes.invitation = self._engine.invitations.make(parse_cell(wishes.mode))
            return await self._enter(None)
        return None

    @rx.event
    async def take_invitation(self, token: object) -> None:
        """Keep the invitation of a link for the next start."""
        with self.page.refusals():
            invitation, wishes = self._engine.invitations.read(token), await self.get_state(WishState)
            wishes.invitation, wishes.half, wishes.mode = str(token), "", invitation.cell

    @rx.event
    async def decline_invitation(self) -> None:
        await self._meet_strangers()

    @rx.event
    async def wish_again(self, room: object) -> None:
        """Wish to meet the other side of `room` again."""
        with self.page.refusals():
            me, aimed = await self.page.caller(), parse_room(room)
            before = me.view.again
            await wish(self._engine, me, aimed)
            self.page.show(me)
            if not before and me.view.again == "both":
                return  # a line of the transcript says so
            self.page.tell(_TOLD_AGAIN[me.view.again], tone="good")

    @rx.event
    async def meet_again(self, half: object) -> Follows:
        """Search for the stranger of a reunion."""
        with self.page.refusals():
            me, wishes = await self.page.caller(), await self.get_state(WishState)
            try:
                reunion = self._engine.reunions.read(half, me.place.tab.visitor)
            except errors.ReunionOver:
                self._drop_half(half)
                raise
            wishes.half, wishes.invitation, wishes.mode = str(half), "", reunion.cell
            return await self._enter(None)
        return None

    @rx.event
    def forget_half(self, half: object) -> None:
        """Give up meeting a stranger again."""
        self._drop_half(half)

    async def _enter(self, leaving: RoomId | None) -> Follows:
        """Search, and leave the room `leaving` for it."""
        raise NotImplementedError

    async def _meet_strangers(self) -> None:
        """Forget whom the visitor knows, for the next search."""
        wishes = await self.get_state(WishState)
        if wishes.invitation:
            wishes.invitation = ""
        if wishes.half:
            wishes.half = ""

    def _drop_half(self, half: object) -> None:
        self.halves = halves.drop(str(self.halves), half)

    def _known(self, me: Attachment, wishes: WishState) -> Invitation | None:
        """Whom the visitor wants to meet if it is no stranger; raises InvitationOver."""
        if wishes.half:
            return self._engine.reunions.read(wishes.half, me.place.tab.visitor)
        return self._engine.invitations.read(wishes.invitation) if wishes.invitation else None
