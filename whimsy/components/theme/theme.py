"""The choice between light, dark, and what the device says. The browser keeps it."""

from typing import Annotated

import reflex as rx

from whimsy.seam.pages import color_mode, resolved_color_mode, set_color_mode


class Theme(rx.Component):
    """mode: what is chosen, "system", "light" or "dark"; drawn: "light" or "dark"."""

    library = "$/whimsy/theme/Theme.jsx"
    tag = "Theme"

    mode: rx.Var[str]
    drawn: rx.Var[str]
    on_choose: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


def theme() -> rx.Component:
    return Theme.create(mode=color_mode, drawn=resolved_color_mode, on_choose=set_color_mode)
