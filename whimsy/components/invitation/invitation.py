"""Inviting somebody one knows: the button, the link to give away, and the start of whoever opened it."""

from typing import Annotated

import reflex as rx

from whimsy.components.button import button
from whimsy.states.chat import ChatState
from whimsy.states.wishes import WishState

is_invited = WishState.invitation != ""
is_acquainted = is_invited | (WishState.half != "")
"""Whether the next start searches for somebody whom the visitor knows."""


class OpenedLink(rx.NoSSRComponent):
    """Takes an invitation out of the page's address, and passes its token on."""

    library = "$/whimsy/invitation/OpenedLink.jsx"
    tag = "OpenedLink"

    on_open: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]


class Link(rx.NoSSRComponent):
    """The link of an invitation, to copy or to share."""

    library = "$/whimsy/invitation/Link.jsx"
    tag = "Link"

    token: rx.Var[str]


def opened() -> rx.Component:
    return OpenedLink.create(on_open=ChatState.take_invitation)


def invite() -> rx.Component:
    return button("Invite a friend", ChatState.invite)


def invited() -> rx.Component:
    """What replaces the wishes and Start for whoever was invited, or wants to meet somebody again."""
    return rx.el.section(
        rx.el.h2(rx.cond(is_invited, "Somebody you know invited you.", "You two want to meet again.")),
        rx.el.p("You meet only them. The rules are the same as for strangers.", class_name="calm"),
        rx.el.div(
            button("Meet them", ChatState.start, "go"),
            button("Meet a stranger instead", ChatState.decline_invitation),
            class_name="launch",
        ),
        aria_label="Invitation",
        class_name="invitation",
    )


def waiting() -> rx.Component:
    """What replaces the prospects for whoever waits for somebody they know."""
    return rx.el.div(
        rx.el.h1("Waiting for your friend…"),
        rx.el.p("Send them this link. It brings you two together, once.", class_name="calm"),
        Link.create(token=WishState.invitation),
        class_name="looking",
    )
