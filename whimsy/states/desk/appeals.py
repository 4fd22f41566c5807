"""The appeals that wait for an answer, and the answers to them."""

import reflex as rx

from whimsy import errors
from whimsy.acts.appeal import answer
from whimsy.states.desk.paper import AppealLine, parse_id, parse_why, shown_appeals
from whimsy.states.desk.session import DeskState

VERDICTS = ("", "accept", "decline")


class AnswerState(DeskState):
    """answering: the appeal whose answer is being written, or 0; verdict: which answer that is."""

    appeals: rx.Field[list[AppealLine]] = rx.field(default_factory=list)
    answering: rx.Field[int] = rx.field(0)
    verdict: rx.Field[str] = rx.field("")

    @rx.event
    async def consider(self, appeal: object, verdict: object) -> None:
        """Begin to answer an appeal; 0 cancels."""
        async with self._refusals(), self._moderator():
            if verdict not in VERDICTS:
                raise errors.Malformed
            self.answering, self.verdict = parse_id(appeal), verdict

    @rx.event
    async def answer(self, appeal: object, form: object) -> None:
        """Give the answer that was begun. To accept an appeal lifts its sanction."""
        async with self._refusals(), self._moderator() as who:
            named, grant = parse_id(appeal), self.verdict == "accept"
            if not named or named != self.answering:
                return  # sent twice
            why = parse_why(form, needed=False)
            done, waiting = await answer(self._moderation, who, named, why, grant=grant)
            if done:
                self._tell("Accepted: the sanction is lifted." if grant else "Declined.", tone="good")
            else:
                self._tell("Somebody else has answered this one.")
            self.answering, self.verdict = 0, ""
            self.appeals = shown_appeals(waiting)
