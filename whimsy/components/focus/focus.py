"""A text that receives the focus when the element that had it is removed."""

import reflex as rx


class Focus(rx.NoSSRComponent):
    library = "$/whimsy/focus/Focus.jsx"
    tag = "Focus"


def focus(words: rx.Var[str] | str, class_name: str) -> rx.Component:
    return Focus.create(words, class_name=class_name)
