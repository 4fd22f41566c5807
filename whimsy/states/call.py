"""The commands of video in a conversation."""

from dataclasses import dataclass

import reflex as rx

from whimsy.acts import consent
from whimsy.errors import WhimsyError
from whimsy.rooms.room import CallAct
from whimsy.states.chat import ChatState
from whimsy.states.delivery import Inside
from whimsy.states.preferences import PreferenceState
from whimsy.storage.keys import parse_room


@dataclass(frozen=True)
class Refusal:
    """A refusal, as the waiting card shows it. n: counts them, so that each is seen as new."""

    n: int = 0
    room: str = ""
    sentence: str = ""


class CallState(Inside, rx.State):
    """The commands alone: what they change is in the chat's view. refused: the newest refusal."""

    refused: rx.Field[Refusal] = rx.field(default_factory=Refusal)

    @rx.event
    async def offer_video(self, room: object) -> None:
        """Ask the partner for video, or agree if they have asked."""
        await self._act("offer", room)

    @rx.event
    async def accept_video(self, room: object) -> None:
        await self._act("accept", room)

    @rx.event
    async def decline_video(self, room: object, why: object = "") -> None:
        """Decline. why: "never" (in this chat), "unable" (this browser has no calls), or ""."""
        await self._act("decline", room, why=why)

    @rx.event
    async def stop_video(self, room: object) -> None:
        """End video for both, or withdraw the offer."""
        await self._act("stop", room)

    @rx.event
    async def rebuild_call(self, room: object, call: object) -> None:
        """Set up call number `call` anew, as this browser lost it."""
        await self._act("rebuild", room, call)

    @rx.event
    async def choose_direct(self, yes: object) -> None:
        """Choose whether partners may learn this visitor's address, which makes calls faster."""
        page = (await self.get_state(ChatState)).page
        preferences = await self.get_state(PreferenceState)
        with page.refusals():
            me = await page.caller()
            preferences.direct = "yes" if yes is True else ""
            me.direct = yes is True

    async def _act(self, act: CallAct, room: object, call: object = 0, why: object = "") -> None:
        page = (await self.get_state(ChatState)).page
        with page.refusals():
            number, reason = consent.parse(call, why)
            aimed, me = parse_room(room), await page.caller()
            try:
                await consent.video(self._engine, me, aimed, act, number, reason)
            except WhimsyError as error:
                if act not in consent.BEGIN:
                    raise
                # The card waits for the answer to these, so the refusal is shown there.
                self.refused = Refusal(self.refused.n + 1, aimed, error.sentence)
