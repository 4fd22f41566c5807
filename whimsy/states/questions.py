"""Question mode: to ask something that two strangers discuss, and to discuss what somebody asked."""

import reflex as rx

from whimsy.acts.question import parse_question
from whimsy.seam.states import Follows
from whimsy.states.acquainted import Acquainted
from whimsy.states.wishes import WishState
from whimsy.storage.keys import QUESTION


class Questioning(Acquainted, mixin=True):
    """The part of ChatState that asks and discusses. Who asked once asks the same again with `next`."""

    @rx.event
    async def ask(self, form: object) -> Follows:
        """Search for two who discuss the question in the form, and watch them."""
        with self.page.refusals():
            raw = form.get("question") if isinstance(form, dict) else None
            return await self._search_with(parse_question(raw, self._engine.settings))
        return None

    @rx.event
    async def discuss(self) -> Follows:
        """Search for somebody to discuss a question with that a third asked."""
        return await self._search_with("")

    async def _search_with(self, question: str) -> Follows:
        wishes = await self.get_state(WishState)
        wishes.mode, wishes.question = QUESTION, question
        return await self._enter(None)
