"""Where the focus goes when the thing that had it disappears."""

import reflex as rx


class Focus(rx.NoSSRComponent):
    """A paragraph that takes a lost focus once, when it appears."""

    library = "$/whimsy/focus/Focus.jsx"
    tag = "Focus"


def focus(words: rx.Var[str] | str, class_name: str) -> rx.Component:
    """Words to go on from."""
    return Focus.create(words, class_name=class_name)
