"""The kill switches, which take a second click."""

import reflex as rx

from whimsy import errors
from whimsy.moderation.switches import NAMES, Board
from whimsy.states.desk.session import DeskState


class SwitchState(DeskState):
    """asking: the switch that waits for a second click; pace: of video, by the queue of severe reports."""

    video: rx.Field[bool] = rx.field(default=True)
    links: rx.Field[bool] = rx.field(default=True)
    searches: rx.Field[bool] = rx.field(default=True)
    pace: rx.Field[str] = rx.field("open")
    asking: rx.Field[str] = rx.field("")

    @rx.event
    async def ask(self, name: object) -> None:
        """Ask whether to turn a switch, or stop asking ("")."""
        async with self._refusals(), self._moderator():
            if name not in (*NAMES, ""):
                raise errors.Malformed
            self.asking = name

    @rx.event
    async def turn(self, name: object, on: object) -> None:
        """Turn the switch that was asked about."""
        async with self._refusals(), self._moderator() as who:
            if name not in NAMES or name != self.asking or not isinstance(on, bool):
                raise errors.Malformed
            switches = self._moderation.switches
            await switches.turn(who, name, on=on)
            self.asking = ""
            show_board(self, await switches.board(), self.pace)
            self._tell("On again." if on else "Off: obeyed everywhere within seconds.", tone="good")


def show_board(on: SwitchState, board: Board, pace: str) -> None:
    on.video, on.links, on.searches, on.pace = board.video, board.links, board.searches, pace
