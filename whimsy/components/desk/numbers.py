"""The live numbers, and a chart of reports by the hour, refreshed while the desk is open."""

import reflex as rx

from whimsy.states.desk.live import LiveState


def numbers() -> rx.Component:
    return rx.el.section(
        rx.el.dl(rx.foreach(LiveState.tiles, _tile)),
        rx.el.figure(
            rx.el.svg(
                rx.foreach(LiveState.bars, _bar),
                view_box="0 0 240 40",
                preserve_aspect_ratio="none",
                role="img",
                aria_label=LiveState.summary,
            ),
            rx.el.figcaption("Reports, 24 hours", title=LiveState.summary),
        ),
        aria_label="Now",
        class_name="desk-numbers",
    )


def _tile(tile: rx.vars.ObjectVar[dict[str, str]]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(tile["name"]),
        rx.el.dd(tile["value"], rx.cond(tile["note"] != "", rx.el.small(tile["note"]))),
        key=tile["name"],
    )


def _bar(bar: rx.vars.ObjectVar[dict[str, str]]) -> rx.Component:
    return rx.el.rect(x=bar["x"], y=bar["y"], width="8", height=bar["height"], key=bar["x"])
