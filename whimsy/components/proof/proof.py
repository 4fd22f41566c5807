"""The card shown while the browser solves a proof of work. The visitor has nothing to solve."""

from typing import Annotated, Any

import reflex as rx

from whimsy.states.chat import ChatState
from whimsy.states.proof import ProofState


class Proof(rx.NoSSRComponent):
    """Solves `challenge` in a worker."""

    library = "$/whimsy/proof/Proof.jsx"
    tag = "Proof"

    challenge: rx.Var[dict[str, Any]]
    on_solved: Annotated[rx.EventHandler, rx.event.passthrough_event_spec(str)]
    on_cancel: Annotated[rx.EventHandler, rx.event.no_args_event_spec]


def proof() -> rx.Component:
    """The card in a live region, which is always in the page so that screen readers announce the card."""
    return rx.el.div(
        rx.cond(
            ProofState.challenge.length() > 0,
            Proof.create(
                challenge=ProofState.challenge, on_solved=ChatState.prove, on_cancel=ProofState.give_up
            ),
        ),
        role="status",
        class_name="proofs",
    )
