"""The sheet for blocking or reporting the partner of a room."""

from contextlib import suppress

import reflex as rx

from whimsy import errors
from whimsy.acts import safety
from whimsy.acts.safety import Outcome
from whimsy.moderation.reports import EvidenceLine
from whimsy.states.chat import ChatState
from whimsy.states.delivery import Inside
from whimsy.storage.keys import parse_room

_TOO_LATE = "That chat is too long ago to be reported."
_SAID = {
    Outcome.REPORTED: "Thank you. A person will look at it, and you two will not meet again.",
    Outcome.REPORTED_BEFORE: "You have reported this chat already. You two will not meet again.",
    Outcome.BLOCKED: "You two will not meet again.",
    Outcome.TOO_LATE: _TOO_LATE,
}


class SafetyState(Inside, rx.State):
    """room: the room that the sheet is about, or "" while it is closed; trouble: why an act was refused.

    question: which the two discussed, "" for none.
    """

    room: rx.Field[str] = rx.field("")
    evidence: rx.Field[list[EvidenceLine]] = rx.field(default_factory=list)
    question: rx.Field[str] = rx.field("")
    trouble: rx.Field[str] = rx.field("")

    @rx.event
    async def consider(self, room: object) -> None:
        """Open the sheet about `room`, with the lines that a report would carry."""
        chat = await self.get_state(ChatState)
        with chat.page.refusals():
            me, aimed = await chat.page.caller(), parse_room(room)
            try:
                reports, question = self._engine.moderation.reports, ""
                said = await reports.evidence(me.place, aimed)
                with suppress(errors.NotInRoom):  # most rooms have no question
                    question = (await reports.evidence(me.place, aimed, "asker"))[0].text
            except errors.NotInRoom:
                chat.page.tell(_TOO_LATE)
                chat.previous = ""
                return
            self.room = aimed
            self.evidence = list(said)
            self.question = question

    @rx.event
    def close(self) -> None:
        self.room, self.evidence, self.question, self.trouble = "", [], "", ""

    @rx.event
    async def block(self) -> None:
        """Block the partner, and leave the room if it is open."""
        await self._act(None)

    @rx.event
    async def report(self, form: object) -> None:
        """Report and block the partner, for the reason and with the words in the form."""
        await self._act(form if isinstance(form, dict) else {})

    async def _act(self, form: dict[str, object] | None) -> None:
        chat = await self.get_state(ChatState)
        self.trouble = ""
        try:
            me, room = await chat.page.caller(), parse_room(self.room)
            if form is None:
                outcome = await safety.block(self._engine, me, room)
            else:
                said = (form.get(name) for name in ("reason", "words", "whom"))
                outcome = await safety.report(self._engine, me, room, *said)
        except errors.WhimsyError as error:
            self.trouble = error.sentence  # also here, as the sheet covers notices
            chat.page.tell(error.sentence)
            return
        self.close()
        if chat.previous == room:
            chat.previous = ""
        chat.page.tell(_SAID[outcome], tone="good")
        if chat.room == room:
            chat.page.show(me)
