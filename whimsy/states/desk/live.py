"""Refreshes the numbers, queues and switches of an open desk, and empties it when the session ends."""

import asyncio
import itertools
import secrets

import reflex as rx

from whimsy import errors
from whimsy.acts.overview import Overview, overview
from whimsy.moderation.clock import in_words
from whimsy.moderation.numbers import Numbers
from whimsy.states.desk.appeals import AnswerState
from whimsy.states.desk.aside import AsideState
from whimsy.states.desk.cases import CaseState
from whimsy.states.desk.paper import shown_appeals, shown_aside, shown_cases
from whimsy.states.desk.session import DeskState
from whimsy.states.desk.switches import SwitchState, show_board

_LOOK = 1.0
"""Seconds until a desk whose socket is gone is emptied."""
_EVERY = 3
"""Looks between two refreshes."""


class LiveState(DeskState):
    """tiles: the numbers; bars, summary: the chart; _watcher: the id of the task that refreshes them."""

    tiles: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)
    bars: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)
    summary: rx.Field[str] = rx.field("")
    _watcher: str = ""

    @rx.event(background=True)
    async def watch(self) -> None:
        """Refresh until the session or the socket ends, then empty the desk."""
        async with self:
            if not self.who:
                return
            watcher = self._watcher = secrets.token_hex(8)
            engine, secret, session = self._engine, str(self.secret), self.router.session
        try:
            for look in itertools.count():
                live = None if look % _EVERY else await overview(engine, secret)
                async with self:
                    if self._watcher != watcher:
                        return  # a newer task refreshes, or the moderator logged out
                    if not await self._turn(live, session.client_token, session.session_id):
                        return
                await asyncio.sleep(_LOOK)
        except asyncio.CancelledError:  # when the socket ends, Reflex cancels what the page's load began
            async with self:
                if self._watcher == watcher:
                    await self._empty()
            raise

    async def _turn(self, live: Overview | errors.NotModerator | None, token: str, sid: str) -> bool:
        """Show `live`; if the socket or the session has ended, empty the desk and return False."""
        if self._office.browsers.has(token, sid) and not isinstance(live, errors.NotModerator):
            if live is not None:
                await self._show(live)
            return True
        await self._empty()
        if isinstance(live, errors.NotModerator):
            self._tell(live.sentence)
        return False

    async def _show(self, live: Overview) -> None:
        self.tiles, (self.bars, self.summary) = _tiles(live.numbers), _bars(live.hours)
        (await self.get_state(CaseState)).cases = shown_cases(live.cases)
        (await self.get_state(AnswerState)).appeals = shown_appeals(live.appeals)
        aside, switches = await self.get_state(AsideState), await self.get_state(SwitchState)
        aside.many, aside.aside = live.aside[0], shown_aside(live.aside[1])
        show_board(switches, live.board, live.pace)


def _tiles(now: Numbers) -> list[dict[str, str]]:
    waiting = sum(lobby.waiting for lobby in now.lobbies)
    reaction = in_words(now.reaction_ms) if now.reaction_ms else "none yet"
    shown = [
        ("Online", str(now.online), ""),
        ("Waiting", str(waiting), _longest(now)),
        ("Rooms", str(sum(lobby.rooms for lobby in now.lobbies)), ""),
        ("Open reports", str(now.reports), f"{now.queued} on the way" if now.queued else ""),
        ("Oldest", in_words(now.oldest_ms) if now.reports else "none", ""),
        ("Reaction", reaction, "half of a week's, within"),
    ]
    return [{"name": name, "value": value, "note": note} for name, value, note in shown]


def _longest(now: Numbers) -> str:
    longest = max((lobby.longest_ms for lobby in now.lobbies), default=0)
    return f"longest {in_words(longest)}" if longest else ""


def _bars(hours: list[int]) -> tuple[list[dict[str, str]], str]:
    """The bars of the chart, in units of its view box (10 wide, 40 high), and a summary in words."""
    most = max(*hours, 1)
    heights = [max(1, round(40 * many / most)) for many in hours]
    bars = [{"x": str(10 * x), "y": str(40 - high), "height": str(high)} for x, high in enumerate(heights)]
    return bars, f"{sum(hours)} reports in the last 24 hours, at most {max(hours)} in one"
