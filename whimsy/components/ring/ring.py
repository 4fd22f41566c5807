"""The switch that lets a hidden page ring when somebody was found, or wrote."""

import reflex as rx


class Ring(rx.NoSSRComponent):
    """Sound and notifications are asked for when it is pressed, never before."""

    library = "$/whimsy/ring/Ring.jsx"
    tag = "Ring"


class RingOff(rx.NoSSRComponent):
    """A line that turns it off; nothing while it is off."""

    library = "$/whimsy/ring/Ring.jsx"
    tag = "RingOff"


def ring() -> rx.Component:
    return Ring.create()


def ring_off() -> rx.Component:
    return RingOff.create()
