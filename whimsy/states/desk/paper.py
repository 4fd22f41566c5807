"""Rows of the moderation as values that a page shows, and the parsers of what a moderator sends."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

from whimsy.errors import Malformed
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.clock import in_words, now_ms
from whimsy.moderation.queue import Case, File, Looked
from whimsy.moderation.report import Reason, Report, Severity
from whimsy.moderation.reports import EvidenceLine
from whimsy.moderation.reputation import Reputation
from whimsy.moderation.sanction import Sanction
from whimsy.rooms.text import clean_text
from whimsy.storage.keys import QUESTION, VOICE, RoomId, cell_of
from whimsy.storage.set_aside import SetAside

SEVERITIES = {
    Severity.CHILD: "child safety",
    Severity.HIGH: "high",
    Severity.MEDIUM: "medium",
    Severity.LOW: "low",
}
_STEPS = {"warn": "Warning", "cooldown": "Cool-down", "shadow": "Shadow pool", "ban": "Ban"}
_OUTBOXES = {
    "reports": "Report",
    "observations": "What a screen saw",
    "blocks": "Block",
    "history": "That a chat was",
}
_MAX_WHY = 300


@dataclass(frozen=True)
class CaseLine:
    """A case in the queue. level: its severity as a number."""

    target: str
    severity: str
    level: int
    waited: str
    count: str


@dataclass(frozen=True)
class SanctionLine:
    """A sanction. stands: whether it is in force, so that it can be lifted."""

    line: str
    id: int = 0
    end: str = ""
    stands: bool = False


@dataclass(frozen=True)
class AppealLine:
    id: int
    visitor: str
    text: str
    waited: str
    about: SanctionLine


@dataclass(frozen=True)
class AsideLine:
    """A line that could not be written. what: the reason of a report; grave: whether that is child safety."""

    id: str
    name: str
    what: str
    grave: bool
    waited: str
    error: str


@dataclass(frozen=True)
class ReportSheet:
    """A report with its evidence. trust: how far the reporter is believed, all that is shown of them."""

    id: str
    reason: str
    severity: str
    level: int
    filed: str
    where: str
    status: str
    trust: str
    words: str
    said: list[EvidenceLine]
    held: str


class Sheet(TypedDict, total=False):
    """The file of a visitor; empty if none is open. reason: the gravest of `open`; seen: by screens."""

    reason: str
    open: list[ReportSheet]
    earlier: list[ReportSheet]
    sanctions: list[SanctionLine]
    seen: list[str]


def moment(ms: int) -> str:
    """ms: since 1970. In UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def shown_cases(cases: list[Case]) -> list[CaseLine]:
    now = now_ms()
    return [
        CaseLine(
            target=case.target,
            severity=SEVERITIES[Severity(case.severity)],
            level=case.severity,
            waited=in_words(now - case.since_ms),
            count=f"{_many(case.reports, 'report')} by {_many(case.reporters, 'visitor')}",
        )
        for case in cases
    ]


def shown_appeals(waiting: list[tuple[Appeal, Sanction | None]]) -> list[AppealLine]:
    now = now_ms()
    return [
        AppealLine(
            id=appeal.id or 0,
            visitor=appeal.visitor,
            text=appeal.text,
            waited=in_words(now - appeal.filed_ms),
            about=shown_sanction(sanction, now) if sanction else SanctionLine("of a sanction long over"),
        )
        for appeal, sanction in waiting
    ]


def shown_aside(rows: list[SetAside]) -> list[AsideLine]:
    now = now_ms()
    return [
        AsideLine(
            id=row.id,
            name=_OUTBOXES.get(row.outbox, row.outbox),
            what=Reason(row.what).words if row.what in set(Reason) else row.what,
            grave=row.what == Reason.CHILD_SAFETY,
            waited=in_words(now - row.at_ms),
            error=row.error,
        )
        for row in rows
    ]


def shown_file(file: File) -> Sheet:
    now = now_ms()
    open_ones = [looked for looked in file.reports if looked.report.status == "open"]
    reasons = [Reason(looked.report.reason) for looked in open_ones]
    kinds = Counter(seen.kind for seen in file.observations)
    return Sheet(
        reason=max(reasons, key=lambda reason: reason.severity, default=Reason.OTHER).value,
        open=[shown_report(looked, now) for looked in open_ones],
        earlier=[shown_report(looked, now) for looked in file.reports if looked not in open_ones],
        sanctions=[shown_sanction(sanction, now) for sanction in file.sanctions],
        seen=[f"{kind.replace('_', ' ')}: {many}" for kind, many in kinds.most_common()],
    )


def shown_report(looked: Looked, now: int) -> ReportSheet:
    report = looked.report
    return ReportSheet(
        id=report.id,
        reason=Reason(report.reason).words,
        severity=SEVERITIES[Severity(report.severity)],
        level=report.severity,
        filed=f"{in_words(now - report.filed_ms)} ago",
        where=_where(report),
        status="open" if report.status == "open" else f"{report.status} by {report.closed_by}",
        trust=_trust(looked.trust),
        words=looked.words,
        said=[EvidenceLine(s["seq"], s["at"], bool(s["mine"]), s["text"]) for s in looked.said],
        held=f"held until {moment(looked.held_until_ms)[:10]}" if looked.held_until_ms > now else "",
    )


def _where(report: Report) -> str:
    cell = cell_of(RoomId(report.room))
    if cell == VOICE:
        return "voice chat"
    if cell == QUESTION:
        return "chat about a question"
    return "video chat" if report.video else "text chat"


def shown_sanction(sanction: Sanction, now: int) -> SanctionLine:
    step, length = _STEPS.get(sanction.step, sanction.step), in_words(sanction.until_ms - sanction.imposed_ms)
    by = "automatic" if sanction.imposed_by == "auto" else f"by {sanction.imposed_by}"
    if sanction.lifted_ms is not None:
        end = f"lifted by {sanction.lifted_by}"
    else:
        left = sanction.until_ms - now
        end = f"{in_words(left)} left" if left > 0 else "over"
    return SanctionLine(
        f"{step} of {length} for {Reason(sanction.reason).words}, "
        f"{by}, {in_words(now - sanction.imposed_ms)} ago",
        sanction.id or 0,
        end,
        stands=sanction.lifted_ms is None and sanction.until_ms > now,
    )


def parse_id(raw: object) -> int:
    """Parse the id of a row, which a form sends as text; raises Malformed."""
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) <= 15:
        return int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 2**53:
        return raw
    raise Malformed


def parse_why(form: object, *, needed: bool) -> str:
    """Parse the reason that a moderator wrote for the record; raises Malformed or BadText."""
    raw = form.get("why") if isinstance(form, dict) else None
    if not needed and (raw is None or raw == ""):
        return ""
    return clean_text(raw, _MAX_WHY, 4 * _MAX_WHY)


def _trust(trust: Reputation) -> str:
    if not trust.accepted and not trust.dismissed:
        return "no report of theirs was decided before"
    return f"{trust.accepted} of {trust.accepted + trust.dismissed} earlier reports accepted"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"
