"""What a screen may say of a message: a closed vocabulary, without any of the message's words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What was found. These words, and counts of them, are all that may reach a log."""

    LINK = "link"
    SLUR = "slur"
    SEXUAL = "sexual"
    MINOR = "minor"
    THREAT = "threat"
    CONTACT = "contact"
    AGE = "age"
    GROOMING = "grooming"
    PAYMENT = "payment"
    FLOOD = "flood"
    OWN = "own"
    """Of a deployer's own screen."""


class Action(IntEnum):
    """What becomes of the message, mildest first; of several findings the strongest counts."""

    PASS = 0
    FLAG = 1
    """Delivered; moderation notes it."""
    NUDGE = 2
    """Delivered; the receiver is reminded of something."""
    DEFANG = 3
    """Delivered with its links written so that nothing makes them clickable."""
    REFUSE = 4
    """Goes back to the sender with a sentence."""


class Nudge(StrEnum):
    """A reminder for the receiver, by the code of the line that says it."""

    CONTACT = "nudge_contact"
    MONEY = "nudge_money"
    SAFETY = "nudge_safety"

    @property
    def sentence(self) -> str:
        """What the receiver reads."""
        return _NUDGES[self]


_NUDGES = {
    Nudge.CONTACT: "Never share your number, address or accounts with someone you have just met.",
    Nudge.MONEY: "Never send money, gift cards or codes to someone you have just met.",
    Nudge.SAFETY: "You owe nobody an answer, a picture or a meeting. You can leave or report at any time.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a screen noticed.

    severity: 1 (worth knowing) to 3 (must not pass); sentence: for the sender when refused; nudge: for the
    receiver; weight: how much of a sign it is to moderation, where 1.0 alone would bring a mild step (ours
    stay far below: it takes a pattern); proof: whether a proof of work should be asked of the sender;
    spans: where links are in the text, as (start, end).
    """

    kind: Kind
    action: Action
    severity: int = 1
    sentence: str = ""
    nudge: Nudge | None = None
    weight: float = 0.0
    proof: bool = False
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all screens say of one message; `text` is what may be posted, with its links defanged."""

    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def refusal(self) -> Finding | None:
        """The first finding that refuses, if any does."""
        return next((found for found in self.findings if found.action is Action.REFUSE), None)

    @property
    def nudges(self) -> tuple[Nudge, ...]:
        """What to remind the receiver of, each once."""
        return tuple(dict.fromkeys(found.nudge for found in self.findings if found.nudge))

    @property
    def observed(self) -> dict[Kind, float]:
        """What moderation should note of the sender: the weight of each kind that has one."""
        weights: dict[Kind, float] = {}
        for found in self.findings:
            if found.weight > 0:
                weights[found.kind] = max(found.weight, weights.get(found.kind, 0))
        return weights

    @property
    def proof(self) -> bool:
        """Whether a proof of work should be asked of the sender."""
        return any(found.proof for found in self.findings)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was found, each kind once: for counters and logs."""
        return tuple(dict.fromkeys(found.kind for found in self.findings))
