"""The frame of the chat page in every phase: the connection, the sheets, the notices."""

import reflex as rx

from whimsy.components.back import back
from whimsy.components.delay import delay
from whimsy.components.herald import herald
from whimsy.components.notice import notice
from whimsy.components.proof import proof
from whimsy.components.safety import reporting
from whimsy.components.tab import tab
from whimsy.components.wire import wire
from whimsy.seam.pages import has_connection_errors
from whimsy.states.chat import ChatState


def shell(*content: rx.Component) -> rx.Component:
    """Frame `content`. The stylesheet reads the state of the chat from the attributes of the frame."""
    return rx.el.div(
        wire(),
        herald(),
        *content,
        proof(),
        reporting(),
        notice(ChatState, delay(), back()),
        tab(),
        class_name="whimsy",
        custom_attrs={
            "data-phase": ChatState.phase,
            # The dots come closer only while there is somebody to meet.
            "data-stage": rx.cond(ChatState.company == "", ChatState.stage.to_string(), "0"),
            "data-away": rx.cond(ChatState.partner_away, "true", "false"),
            "data-offline": rx.cond(has_connection_errors, "true", "false"),
        },
    )
