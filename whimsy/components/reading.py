"""Pages of text: one column, a link back to the start, and links to the other pages."""

import reflex as rx

from whimsy.components.dots import wordmark
from whimsy.components.theme import theme

LINKS = (
    ("Rules", "/rules"),
    ("Safety", "/safety"),
    ("Privacy", "/privacy"),
    ("Contact", "/contact"),
    ("Appeal", "/appeal"),
)


def reading(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.header(rx.el.a(wordmark(), href="/", aria_label="Whimsy, back to the start"), class_name="bar"),
        rx.el.main(rx.el.h1(title), *content, class_name="reading"),
        footer(),
        class_name="whimsy",
    )


def section(heading: str, *paragraphs: str | rx.Var[str] | rx.Component) -> rx.Component:
    """A heading with paragraphs; a text becomes a paragraph, a component stays as it is."""
    return rx.el.section(
        rx.el.h2(heading),
        *(words if isinstance(words, rx.Component) else rx.el.p(words) for words in paragraphs),
    )


def points(*items: str | rx.Var[str]) -> rx.Component:
    return rx.el.ul(*(rx.el.li(item) for item in items), class_name="points")


def footer() -> rx.Component:
    return rx.el.footer(
        rx.el.nav(*(rx.el.a(name, href=route) for name, route in LINKS), aria_label="About Whimsy"),
        theme(),
        class_name="footer",
    )
