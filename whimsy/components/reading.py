"""Pages to read: one column of words, the way back, and the way to the others."""

import reflex as rx

from whimsy.components.dots import wordmark

LINKS = (
    ("Rules", "/rules"),
    ("Safety", "/safety"),
    ("Privacy", "/privacy"),
    ("Contact", "/contact"),
    ("Appeal", "/appeal"),
)


def reading(title: str, *content: rx.Component) -> rx.Component:
    """A page of words under `title`."""
    return rx.el.div(
        rx.el.header(
            rx.el.a(wordmark(), href="/", aria_label="Whimsy, back to the start"),
            class_name="bar",
        ),
        rx.el.main(rx.el.h1(title), *content, class_name="reading"),
        footer(),
        class_name="whimsy",
    )


def section(heading: str, *paragraphs: str | rx.Var[str] | rx.Component) -> rx.Component:
    """A heading and what stands under it."""
    return rx.el.section(
        rx.el.h2(heading),
        *(words if isinstance(words, rx.Component) else rx.el.p(words) for words in paragraphs),
    )


def points(*items: str | rx.Var[str]) -> rx.Component:
    """A plain list."""
    return rx.el.ul(*(rx.el.li(item) for item in items), class_name="points")


def footer() -> rx.Component:
    """The way to every page of words."""
    return rx.el.footer(
        rx.el.nav(*(rx.el.a(name, href=route) for name, route in LINKS), aria_label="About Whimsy"),
        class_name="footer",
    )
