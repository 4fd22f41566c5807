"""The title and icon of the browser's tab, with the number of unread lines while the page is not in focus."""

import reflex as rx

from whimsy.acts.view import Window
from whimsy.states.chat import ChatState


class Tab(rx.NoSSRComponent):
    library = "$/whimsy/tab/Tab.jsx"
    tag = "Tab"

    phase: rx.Var[str]
    window: rx.Var[Window]


def tab() -> rx.Component:
    return Tab.create(phase=ChatState.phase, window=ChatState.lines)
