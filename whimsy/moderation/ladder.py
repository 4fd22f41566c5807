"""Which mild step follows from reports and screens without a moderator. Pure: no clock, no store.

Several independent people must report a visitor, or screens must have seen enough; fifty reports of one
cluster count as one. Lasting steps are for a moderator to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import AUTOMATIC, Step


@dataclass(frozen=True, slots=True)
class Accusation:
    """A report, as the ladder sees it. weight: how far its reporter is believed, 0 to 1.

    revenge: whether the target had reported this reporter in the same room before.
    """

    reporter: str
    address: str
    room: str
    reason: Reason
    at_ms: int
    weight: float = 0.5
    revenge: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What a screen saw. Signs that weigh 1 together bring a step."""

    weight: float
    at_ms: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier sanction. lifted: whether a moderator took it back."""

    at_ms: int
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class LadderRules:
    """reporters: how many independent ones are needed; window_ms: within how long they must report.

    remembered_ms: how long an earlier sanction raises the next step.
    """

    reporters: int
    window_ms: int
    remembered_ms: int

    @property
    def weight(self) -> float:
        """What the reports must weigh together: as much as if no reporter had ever reported before."""
        return 0.5 * self.reporters


@dataclass(frozen=True, slots=True)
class DueStep:
    """The step to impose, and the reason that the visitor is told."""

    step: Step
    reason: Reason


def due_step(
    accusations: Iterable[Accusation],
    signs: Iterable[Sign],
    earlier: Sequence[Earlier],
    rules: LadderRules,
    now: int,
) -> DueStep | None:
    """The automatic step that is due against a visitor at `now`, or None.

    Reports from before their last sanction do not count: they brought that one, or a moderator took it back.
    """
    since = max([now - rules.window_ms, *(past.at_ms for past in earlier)])
    heard = [a for a in accusations if a.at_ms > since and a.weight > 0 and not a.revenge]
    groups = clusters(heard)
    believed = sum(max(a.weight for a in group) for group in groups)
    told = len(groups) >= rules.reporters and believed >= rules.weight
    seen = sum(sign.weight for sign in signs if sign.at_ms > since) >= 1
    if not told and not seen:
        return None
    # The median of the independent reasons, so that one malicious reporter does not choose the severity.
    reason = _middle(groups) if told else Reason.SPAM
    raised = sum(1 for past in earlier if not past.lifted and past.at_ms > now - rules.remembered_ms)
    level = min(reason.severity - 1 + raised, len(AUTOMATIC) - 1)
    return DueStep(AUTOMATIC[level], reason)


def clusters(accusations: Sequence[Accusation]) -> list[list[Accusation]]:
    """Groups of accusations that may come from one person: those that share a visitor, an address or a room.

    All without a known address are one group, as nothing tells them apart.
    """
    groups: list[tuple[set[tuple[str, str]], list[Accusation]]] = []
    for accusation in accusations:
        marks = {
            ("visitor", accusation.reporter), ("address", accusation.address), ("room", accusation.room)
        }  # fmt: skip
        members = [accusation]
        apart = []
        for group in groups:
            if group[0] & marks:
                marks |= group[0]
                members += group[1]
            else:
                apart.append(group)
        groups = [*apart, (marks, members)]
    return [members for _, members in groups]


def _middle(groups: Sequence[Sequence[Accusation]]) -> Reason:
    voices = sorted((max((a.reason for a in group), key=_severity) for group in groups), key=_severity)
    return voices[(len(voices) - 1) // 2]


def _severity(reason: Reason) -> tuple[int, str]:
    return reason.severity, reason
