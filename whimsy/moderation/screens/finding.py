"""What a screen may say of a message, in a closed vocabulary, without any of the message's words."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What was found. A log gets only these words, and how often."""

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
    """Found by a screen of the deployer's own."""


class Action(IntEnum):
    """What becomes of the message, mildest first. Of several findings the strongest counts."""

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
    """A word of care to the receiver. The value is its code for the browser."""

    CONTACT = "nudge_contact"
    MONEY = "nudge_money"
    SAFETY = "nudge_safety"

    @property
    def sentence(self) -> str:
        return _NUDGES[self]


_NUDGES = {
    Nudge.CONTACT: "Never share your number, address or accounts with someone you have just met.",
    Nudge.MONEY: "Never send money, gift cards or codes to someone you have just met.",
    Nudge.SAFETY: "You owe nobody an answer, a picture or a meeting. You can leave or report at any time.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a screen noticed.

    severity: from 1 (worth knowing) to 3 (must not pass); sentence: for the sender, if it is refused; nudge:
    for the receiver; weight: for moderation, where 1.0 brings a mild step (ours are far lower, so that it
    takes a pattern); proof: whether the sender should do a proof of work; spans: the links, as (start, end).
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
    """What all screens say of a message. text: what may be posted, with its links defanged."""

    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def refusal(self) -> Finding | None:
        return next((found for found in self.findings if found.action is Action.REFUSE), None)

    @property
    def nudges(self) -> tuple[Nudge, ...]:
        """The nudges for the receiver, each once."""
        return tuple(dict.fromkeys(found.nudge for found in self.findings if found.nudge))

    @property
    def observed(self) -> dict[Kind, float]:
        """What moderation should note of the sender: the weight of each kind."""
        weights: dict[Kind, float] = {}
        for found in self.findings:
            if found.weight > 0:
                weights[found.kind] = max(found.weight, weights.get(found.kind, 0))
        return weights

    @property
    def proof(self) -> bool:
        return any(found.proof for found in self.findings)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What was found, each kind once, for logs."""
        return tuple(dict.fromkeys(found.kind for found in self.findings))
