"""The queue of cases, the open case, and the decision on it.

A decision names the case it is about. So a key that is pressed twice does not decide the next case, too.
"""

from collections.abc import Awaitable

import reflex as rx

from whimsy import errors
from whimsy.acts import casework
from whimsy.acts.casework import Laid
from whimsy.moderation.clock import DAY
from whimsy.moderation.queue import File
from whimsy.moderation.report import Reason, parse_reason
from whimsy.moderation.sanction import Step
from whimsy.states.desk.paper import CaseLine, Sheet, parse_id, parse_why, shown_cases, shown_file
from whimsy.states.desk.session import DeskState

LENGTHS = {"1": "1 day", "7": "1 week", "30": "30 days", "90": "90 days", "365": "a year"}
"""The lengths of a ban: days, and what a moderator reads."""
_STEPS = {"warn": Step.WARN, "cooldown": Step.COOLDOWN, "shadow": Step.SHADOW}
_DONE = {
    Step.WARN: "Warned.",
    Step.COOLDOWN: "Paused.",
    Step.SHADOW: "In the shadow pool.",
    Step.BAN: "Banned.",
}
_MAX_TARGET = 64


class CaseState(DeskState):
    """target, file: the open case; opened: counts them, so that each gets empty forms.

    _seen: the reports that the moderator saw, on which a decision is made.
    """

    cases: rx.Field[list[CaseLine]] = rx.field(default_factory=list)
    target: rx.Field[str] = rx.field("")
    file: rx.Field[Sheet] = rx.field(default_factory=Sheet)
    opened: rx.Field[int] = rx.field(0)
    _seen: tuple[str, ...] = ()

    @rx.event
    async def look(self, target: object) -> None:
        """Open the file of a visitor, which is recorded in the audit."""
        async with self._refusals(), self._moderator() as who:
            if not (isinstance(target, str) and 0 < len(target) <= _MAX_TARGET):
                raise errors.Malformed
            self.part = "cases"
            await self._open(who, target)

    @rx.event
    async def skip(self) -> None:
        """Open the next case, without a decision on this one."""
        async with self._refusals(), self._moderator() as who:
            laid = await casework.skip(self._moderation, who, self.target)
            if laid.file and laid.file.target == self.target:
                self._tell("This is the only case that waits.")
            self._lay(laid)

    @rx.event
    async def dismiss(self, target: object) -> None:
        """Close the reports that the moderator saw, as unfounded."""
        async with self._refusals(), self._moderator() as who:
            if self._opened(target):
                decisions = self._moderation.decisions
                await self._decide(who, decisions.dismiss(who, self.target, self._seen), "Dismissed.")

    @rx.event
    async def impose(self, target: object, step: object) -> None:
        """Impose a step that needs no form: for the gravest reason of the reports, and the usual time."""
        async with self._refusals(), self._moderator() as who:
            if file := self._opened(target):
                if not isinstance(step, str) or step not in _STEPS:
                    raise errors.Malformed
                await self._sanction(who, _STEPS[step], Reason(file["reason"]))

    @rx.event
    async def ban(self, target: object, form: object) -> None:
        """Ban for the reason and the days in the form."""
        async with self._refusals(), self._moderator() as who:
            if self._opened(target):
                typed = form if isinstance(form, dict) else {}
                if str(typed.get("days")) not in LENGTHS:
                    raise errors.Malformed
                ms = int(typed["days"]) * DAY
                await self._sanction(who, Step.BAN, parse_reason(typed.get("reason")), ms)

    @rx.event
    async def hold(self, target: object, form: object) -> None:
        """Keep the evidence of all reports beyond its term. The form has the reason, for the record."""
        async with self._refusals(), self._moderator() as who:
            if file := self._opened(target):
                why = parse_why(form, needed=True)
                held = await casework.hold(self._moderation, who, _reports(file), why)
                await self._open(who, self.target)
                kept = (
                    f"Evidence of {held} of these reports is held." if held else "There is no evidence left."
                )
                self._tell(kept, tone="good" if held else "error")

    @rx.event
    async def release(self, target: object, report: object) -> None:
        """End the hold of one report's evidence."""
        async with self._refusals(), self._moderator() as who:
            if file := self._opened(target):
                if report not in _reports(file):
                    raise errors.Malformed
                await self._moderation.decisions.release(who, report, "")
                await self._open(who, self.target)

    @rx.event
    async def lift(self, target: object, form: object) -> None:
        """Lift one of this visitor's sanctions, for the reason in the form."""
        async with self._refusals(), self._moderator() as who:
            if file := self._opened(target):
                sanction = parse_id(form.get("sanction") if isinstance(form, dict) else None)
                if sanction not in [given.id for given in file["sanctions"]]:
                    raise errors.Malformed
                lifting = self._moderation.decisions.lift(who, sanction, parse_why(form, needed=True))
                await self._decide(who, lifting, "Lifted.", stay=True)

    def _opened(self, target: object) -> Sheet:
        return self.file if target == self.target else Sheet()

    async def _sanction(self, who: str, step: Step, reason: Reason, ms: int | None = None) -> None:
        sanction = self._moderation.decisions.sanction(who, self.target, self._seen, step, reason, ms)
        await self._decide(who, sanction, _DONE[step])

    async def _decide(self, who: str, decision: Awaitable[object], done: str, *, stay: bool = False) -> None:
        laid = await casework.decide(self._moderation, who, self.target, decision, stay=stay)
        self._tell(
            errors.CaseChanged.sentence if laid.changed else done, tone="error" if laid.changed else "good"
        )
        self._lay(laid)

    async def _open(self, who: str, target: str) -> None:
        self._show(await self._moderation.queue.look(who, target))

    def _lay(self, laid: Laid) -> None:
        self.cases = shown_cases(laid.cases)
        self._show(laid.file)

    def _show(self, file: File | None) -> None:
        self.opened += 1
        self.target, self.file = (file.target, shown_file(file)) if file else ("", Sheet())
        self._seen = file.seen if file else ()


def _reports(file: Sheet) -> list[str]:
    return [report.id for report in (*file["open"], *file["earlier"])]
