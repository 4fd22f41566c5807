"""The card that shows while the browser does a small task; nothing on it needs to be solved by a person."""

from typing import Annotated, Any

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.proof import ProofState


class Proof(rx.NoSSRComponent):
    """Solves `challenge` in a worker and says what it found."""

    library = "$/whimsy/proof/Proof.jsx"
    tag = "Proof"

    challenge: rx.Var[dict[str, Any]]
    on_solved: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_cancel: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def proof() -> rx.Component:
    """The card, while there is a task; the region is always there, so that screen readers hear it come."""
    return rx.el.div(
        rx.cond(
            ProofState.challenge.length() > 0,
            Proof.create(
                challenge=ProofState.challenge,
                on_solved=ChatState.prove,
                on_cancel=ProofState.give_up,
            ),
        ),
        role="status",
        class_name="proofs",
    )
