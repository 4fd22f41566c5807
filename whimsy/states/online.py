"""What every page shows of the servers: headcount, prospects, opening hours, whether the store is away."""

import reflex as rx

from whimsy.hours import Opening
from whimsy.lobby.prospect import UNKNOWN, Prospect
from whimsy.storage.keys import CELLS


class OnlineState(rx.State):
    """Sent to all pages of a process as one raw delta, which is serialised once."""

    count: rx.Field[int] = rx.field(0)
    prospects: rx.Field[dict[str, Prospect]] = rx.field(default_factory=lambda: dict.fromkeys(CELLS, UNKNOWN))
    opening: rx.Field[Opening] = rx.field(default_factory=lambda: Opening(open=True, seconds=0))
    away: rx.Field[bool] = rx.field(default=False)
