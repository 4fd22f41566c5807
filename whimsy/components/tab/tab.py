"""The title and icon of the browser's tab."""

import reflex as rx

from whimsy.acts.view import Window
from whimsy.states.chat import ChatState


class Tab(rx.NoSSRComponent):
    """Renders nothing; counts what is unread while nobody looks."""

    library = "$/whimsy/tab/Tab.jsx"
    tag = "Tab"

    phase: rx.Var[str]
    window: rx.Var[Window]


def tab() -> rx.Component:
    """The one tab of a page."""
    return Tab.create(phase=ChatState.phase, window=ChatState.lines)
