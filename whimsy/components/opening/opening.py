"""When Whimsy opens, with a countdown; while it is open, until when. Nothing where it is always open."""

import reflex as rx

from whimsy.states.online import OnlineState


class Opening(rx.NoSSRComponent):
    """open: whether searches may begin; seconds: until that changes, 0 for never."""

    library = "$/whimsy/opening/Opening.jsx"
    tag = "Opening"

    open: rx.Var[bool]
    seconds: rx.Var[int]


def opening() -> rx.Component:
    now = OnlineState.opening
    return Opening.create(open=now["open"], seconds=now["seconds"])
