"""The sanctions against a visitor, and their appeals."""

from dataclasses import dataclass

import reflex as rx

from whimsy import errors
from whimsy.acts import appeal
from whimsy.moderation.appeals import Imposed
from whimsy.moderation.clock import in_words, now_ms
from whimsy.moderation.sanction import Step
from whimsy.states.chat import ChatState
from whimsy.states.delivery import Inside
from whimsy.states.desk.paper import parse_id
from whimsy.visitors.identity import VisitorId

_NAMES = {Step.WARN: "A warning", Step.COOLDOWN: "A pause", Step.BAN: "A ban"}
_ANSWERS = {
    "waiting": "We have your appeal. A person will read it; the answer will be here.",
    "granted": "You appealed, and you were right. It no longer stands.",
    "upheld": "You appealed. A person looked again, and it stands.",
}


@dataclass(frozen=True)
class ShownSanction:
    """A sanction in words. until: how long it holds; answer: to its appeal; open: if one can be filed."""

    id: int
    name: str
    reason: str
    until: str
    answer: str
    open: bool


class AppealState(Inside, rx.State):
    """The visitor's own sanctions, without who reported or decided. network: what bars their address."""

    ready: rx.Field[bool] = rx.field(default=False)
    imposed: rx.Field[list[ShownSanction]] = rx.field(default_factory=list)
    network: rx.Field[str] = rx.field("")
    notice: rx.Field[str] = rx.field("")

    @rx.event
    async def arrive(self) -> None:
        self.notice = ""
        await self._look(await self._visitor())

    @rx.event
    async def appeal(self, form: object) -> None:
        """File the one appeal against a sanction."""
        visitor = await self._visitor()
        try:
            said = form if isinstance(form, dict) else {}
            await appeal.appeal(self._engine, visitor, parse_id(said.get("sanction")), said.get("text"))
            self.notice = ""
        except errors.WhimsyError as error:
            self.notice = error.sentence
        await self._look(visitor)

    async def _visitor(self) -> VisitorId:
        """The visitor by the id in their browser. One without an id is not given any by this page."""
        return self._engine.identity.visitor(str((await self.get_state(ChatState)).visitor_token))[0]

    async def _look(self, visitor: VisitorId) -> None:
        try:
            imposed, network = await appeal.against(self._engine, visitor, self._socket.address)
        except errors.Unavailable:
            self.notice = "We can't reach our servers. Reload this page in a minute."
            return
        now = now_ms()
        self.imposed = [_shown(each, now) for each in imposed]
        self.network = network
        self.ready = True


def _shown(imposed: Imposed, now: int) -> ShownSanction:
    lifted = "It was taken back." if imposed.lifted and imposed.appeal != "granted" else ""
    return ShownSanction(
        id=imposed.id,
        name=_NAMES[imposed.step],
        reason=f"For {imposed.reason.words}.",
        until=lifted or ("" if imposed.lifted else f"For another {in_words(imposed.until_ms - now)}."),
        answer=_ANSWERS.get(imposed.appeal, ""),
        open=not imposed.appeal and not imposed.lifted,
    )
