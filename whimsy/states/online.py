"""What every page shows of the servers: the headcount, and whether the store is away."""

import reflex as rx


class OnlineState(rx.State):
    """Sent to all pages of a process as one raw delta, which is serialised once."""

    count: rx.Field[int] = rx.field(0)
    away: rx.Field[bool] = rx.field(default=False)
