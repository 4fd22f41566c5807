"""The two dots: violet for the visitor, coral for the partner. The stylesheet moves them, by phase."""

import reflex as rx


def pair() -> tuple[rx.Component, rx.Component]:
    """The visitor's dot and the partner's, not yet placed."""
    return rx.el.i(class_name="dot you"), rx.el.i(class_name="dot them")


def wordmark(size: str = "small") -> rx.Component:
    """The name with the two dots over its w; screen readers say "Whimsy"."""
    return rx.el.span(
        rx.el.span("Whimsy", class_name="unseen"),
        rx.el.span(
            rx.el.span("w", *pair(), class_name="w"),
            rx.el.span("himsy", class_name="rest"),
            class_name="letters",
            aria_hidden="true",
        ),
        class_name=f"wordmark wordmark-{size}",
        custom_attrs={"translate": "no"},
    )


def orbit() -> rx.Component:
    """The picture of a search: coral circles violet, closer with each stage."""
    you, them = pair()
    return rx.el.div(you, rx.el.span(them, class_name="arm"), class_name="orbit", aria_hidden="true")
