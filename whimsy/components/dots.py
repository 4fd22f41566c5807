"""The two dots: violet is you, coral is the other. Their motion is in the stylesheet, by phase."""

import reflex as rx


def pair() -> tuple[rx.Component, rx.Component]:
    """You and them, for any place that arranges them its own way."""
    return rx.el.i(class_name="dot you"), rx.el.i(class_name="dot them")


def wordmark(size: str = "small") -> rx.Component:
    """The name, with the two dots over its w; read aloud as plain "Whimsy"."""
    return rx.el.span(
        rx.el.span("Whimsy", class_name="unseen"),
        rx.el.span(
            rx.el.span("w", *pair(), class_name="w"),
            rx.el.span("himsy", class_name="rest"),
            class_name="letters",
            aria_hidden="true",
        ),
        class_name=f"wordmark wordmark-{size}",
        custom_attrs={"translate": "no"},  # a name
    )


def orbit() -> rx.Component:
    """The search: coral circles violet, nearer as the wishes widen."""
    you, them = pair()
    return rx.el.div(you, rx.el.span(them, class_name="arm"), class_name="orbit", aria_hidden="true")
