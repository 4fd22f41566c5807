"""The standing of a visitor: what was imposed on them and on their address, read in one round trip."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from whimsy.errors import Sanctioned
from whimsy.moderation.clock import in_words
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Sanction, Step, SubjectKind

_ORDER = (Step.WARN, Step.COOLDOWN, Step.BAN)
"""The steps that visitors are told of, mild first. The shadow pool is in `pool`, which no browser gets."""


@dataclass(frozen=True, slots=True)
class Card:
    """What bars a visitor, in parts, each "" while nothing does. appeal: whether they can appeal."""

    title: str = ""
    reason: str = ""
    ends: str = ""
    appeal: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a visitor at an address now.

    step: the strongest step that they are told of (warn, cooldown, ban), or None; until_ms: when it ends;
    left_ms: how long that is from now; sanction: its id, for an appeal, or 0 if it is on the address;
    pool: for their tickets; proof: whether their address must do proofs of work.
    """

    step: Step | None = None
    reason: Reason = Reason.OTHER
    until_ms: int = 0
    left_ms: int = 0
    sanction: int = 0
    pool: str = ""
    proof: bool = False

    @property
    def sentence(self) -> str:
        """What the visitor is told, "" if there is nothing to tell."""
        wait = in_words(self.left_ms)
        match self.step:
            case Step.WARN:
                return f"A warning: people reported {self.reason.words}. Please keep to the rules."
            case Step.COOLDOWN if not self.sanction:
                return f"Your network is paused for another {wait}: too much came from it."
            case Step.COOLDOWN:
                return f"You are paused for another {wait}: people reported {self.reason.words}."
            case Step.BAN:
                return f"You are banned for another {wait}: {self.reason.words}. You can appeal."
        return ""

    @property
    def barred(self) -> bool:
        """Whether they may not search now."""
        return self.step in (Step.COOLDOWN, Step.BAN)

    @property
    def card(self) -> Card:
        """The sentence in parts for the page, while they are barred."""
        if not self.barred:
            return Card()
        titles = {Step.COOLDOWN: "You are paused.", Step.BAN: "You are banned."}
        return Card(
            title=titles[self.step or Step.BAN] if self.sanction else "Your network is paused.",
            reason=f"Reason: {self.reason.words if self.sanction else 'too much came from it'}.",
            ends=f"It ends by itself in {in_words(self.left_ms)}.",
            appeal=bool(self.sanction),
        )

    def check(self) -> None:
        if self.barred:
            raise Sanctioned(self.sentence)


def fact(sanction: Sanction) -> str:
    """A sanction in the form that Redis keeps."""
    kept = {"id": sanction.id, "kind": sanction.kind, "step": sanction.step, "reason": sanction.reason}
    return json.dumps({**kept, "until": sanction.until_ms})


def weigh(facts: Iterable[str], now: int) -> Standing:
    """The standing by these facts, without those that ended or were lifted ("")."""
    kept: list[dict[str, Any]] = [json.loads(raw) for raw in facts if raw]
    valid = [found for found in kept if found["until"] > now]
    steps = {found["step"] for found in valid}
    pool, proof = "shadow" if Step.SHADOW in steps else "", Step.PROOF in steps
    told = [found for found in valid if found["step"] in _ORDER]
    if not told:
        return Standing(pool=pool, proof=proof)
    # The visitor's own before the address's, as they can appeal only that one.
    worst = max(told, key=lambda f: (_ORDER.index(f["step"]), f["kind"] == SubjectKind.VISITOR, f["until"]))
    step, reason, until = Step(worst["step"]), Reason(worst["reason"]), worst["until"]
    sanction = worst["id"] if worst["kind"] == SubjectKind.VISITOR else 0
    return Standing(step, reason, until, until - now, sanction, pool, proof)
