"""How many visitors are here, shown on every page."""

import reflex as rx


class OnlineState(rx.State):
    """The headcount, and whether the servers themselves have lost their store.

    Pushed to all pages of a process as one raw delta, so it costs one serialisation.
    """

    count: rx.Field[int] = rx.field(0)
    away: rx.Field[bool] = rx.field(default=False)
