"""The conversation: its state in the header, the call, the transcript and the composer."""

import reflex as rx

from whimsy.components.auto_next import auto_next
from whimsy.components.barred import barred, is_barred
from whimsy.components.button import button
from whimsy.components.call import call
from whimsy.components.composer import composer
from whimsy.components.consent import consent, video_button
from whimsy.components.dots import wordmark
from whimsy.components.focus import focus
from whimsy.components.icon import icon
from whimsy.components.reunion import wish_button
from whimsy.components.ring import ring_off
from whimsy.components.safety import report_button
from whimsy.components.stop import stop
from whimsy.components.transcript import transcript
from whimsy.states.chat import ChatState

_WATCHES = ChatState.role == "watch"


def conversation() -> rx.Component:
    """The page of the phases chatting and ended; one for both, so that the transcript is not drawn anew."""
    shut = is_barred & (ChatState.phase == "ended")  # during a chat, Stop must stay to end it
    return rx.el.div(
        rx.el.header(
            rx.el.h1(
                # A new key restarts the animation of the coral dot at each event of typing.
                rx.el.span(wordmark(), key=ChatState.typing.to_string(), class_name=_hop()),
                class_name="mark",
            ),
            rx.el.p(_standing(), class_name="standing"),
            rx.cond(is_barred | _WATCHES | (ChatState.ending == "lost"), None, wish_button()),
            rx.cond(_WATCHES, None, report_button()),
            rx.cond(ChatState.role == "", video_button()),
            rx.cond((ChatState.phase == "chatting") & ~is_barred, _next()),
            class_name="bar bar-chat",
        ),
        rx.el.main(
            call(),
            rx.el.div(
                transcript(),
                consent(),
                ring_off(),
                rx.el.div(
                    rx.cond(shut, barred(), stop()),
                    rx.cond(_WATCHES, _watching(), composer()),
                    rx.cond(ChatState.phase == "ended", _over()),
                    class_name="dock",
                ),
                class_name="words",
            ),
            class_name="talk",
        ),
        class_name="chat",
    )


def _watching() -> rx.Component:
    only = rx.el.p("You only read along. They know that somebody does.", class_name="hint watching")
    return rx.cond(ChatState.phase == "chatting", only)


def _hop() -> rx.Var[str]:
    return rx.cond((ChatState.typing > 0) & (ChatState.phase == "chatting"), "hopping", "still")


def _standing() -> rx.Var[str]:
    return rx.match(
        ChatState.phase,
        ("ended", "This chat has ended."),
        rx.cond(
            ChatState.partner_away,
            "Reconnecting…",
            rx.cond(
                ChatState.shared,
                "You both like " + ChatState.shared.join(", ") + ".",
                rx.match(
                    ChatState.role,
                    ("watch", "Two strangers discuss your question"),
                    ("discuss", "Somebody reads along"),
                    "Talking to a stranger",
                ),
            ),
        ),
    )


def _next() -> rx.Component:
    return rx.el.button(
        "Next",
        icon("M4 4l6 5-6 5zM13 4v10", 15, 16),
        type="button",
        class_name="quiet next",
        title="Leave and find someone else",
        on_click=ChatState.next(ChatState.room),
    )


def _over() -> rx.Component:
    return rx.el.div(
        rx.cond(is_barred, None, focus(_who_left(), "ask")),
        button("Back to start", ChatState.home(ChatState.room)),
        rx.cond(is_barred | _WATCHES, None, auto_next(ChatState.ending == "theirs")),
        class_name="over-row",
    )


def _who_left() -> rx.Var[str]:
    return rx.cond(_WATCHES, _who_left_watched(), _who_left_us())


def _who_left_watched() -> rx.Var[str]:
    return rx.match(
        ChatState.ending,
        ("lost", "This chat was lost. Ask the same again?"),
        ("gone", "You were gone too long. Ask the same again?"),
        ("left", "You left. Ask the same again?"),
        ("barred", "You can’t read along any more."),
        "They have ended it. Ask the same again?",
    )


def _who_left_us() -> rx.Var[str]:
    return rx.match(
        ChatState.ending,
        ("lost", "This chat was lost. Find someone new?"),
        ("gone", "You were gone too long. Find someone new?"),
        ("left", "You left. Find someone new?"),
        "They left. Find someone new?",
    )
