"""Opening hours: spans of the week, in one time zone."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypedDict
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(daily|[a-z]{3})(?:-([a-z]{3}))? +(\d\d?):(\d\d) *- *(\d\d?):(\d\d)")
_AHEAD = 9
"""Days that are looked ahead: a span that begins once a week is among them."""


class Opening(TypedDict):
    """open: whether searches may begin; seconds: until that changes, 0 for never."""

    open: bool
    seconds: int


class Span(NamedTuple):
    """A part of a day of the week, 0 for Monday. until: on the next day, if it is not later than `since`."""

    day: int
    since: time
    until: time


def parse_spans(raw: str) -> tuple[Span, ...]:
    """Read "fri-sat 20:00-23:30, sun 15:00-18:00"; 24:00 is midnight. Raises ValueError.

    Days are mon to sun, "mon-fri" or "daily". A span may end on the next day: "sat 22:00-2:00".
    """
    return tuple(span for part in raw.lower().split(",") if part.strip() for span in _spans(part.strip()))


def _spans(part: str) -> Iterator[Span]:
    if not (found := _SPAN.fullmatch(part)):
        raise ValueError
    first, last, *clock = found.groups()
    begins, ends = _time(clock[0], clock[1]), _time(clock[2], clock[3])
    if first == "daily":
        if last:
            raise ValueError
        first, last = DAYS[0], DAYS[-1]
    at, to = DAYS.index(first), DAYS.index(last or first)
    for day in range(at, at + (to - at) % 7 + 1):
        yield Span(day % 7, begins, ends)


def _time(hour: str, minute: str) -> time:
    if (int(hour), int(minute)) == (24, 0):
        return time(0)
    return time(int(hour), int(minute))


class Hours:
    """When searches may begin; without spans always. zone: in which the spans are."""

    def __init__(self, spans: tuple[Span, ...], zone: ZoneInfo) -> None:
        self._spans, self._zone = spans, zone

    def at(self, now: float) -> Opening:
        """How it is at `now`, in seconds since 1970."""
        if not self._spans:
            return Opening(open=True, seconds=0)
        today = datetime.fromtimestamp(now, UTC).astimezone(self._zone).date()
        changes = list(_merged(sorted(self._around(today))))
        for begins, ends in changes:
            if now < begins:
                return Opening(open=False, seconds=max(1, round(begins - now)))
            if now < ends:
                forever = (begins, ends) == changes[-1] and ends - now > 7 * 86400
                return Opening(open=True, seconds=0 if forever else max(1, round(ends - now)))
        raise AssertionError("a week without an opening")

    def _around(self, today: date) -> Iterator[tuple[float, float]]:
        """The spans from yesterday on, by the clock of the zone, as some days have 23 or 25 hours."""
        for ahead in range(-1, _AHEAD):
            day = today + timedelta(days=ahead)
            for span in self._spans:
                if span.day == day.weekday():
                    end = day + timedelta(days=span.until <= span.since)
                    yield self._moment(day, span.since), self._moment(end, span.until)

    def _moment(self, day: date, at: time) -> float:
        return datetime.combine(day, at, self._zone).timestamp()


def _merged(spans: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Spans of moments, in order, without those that touch the one before."""
    begins, ends = spans[0]
    for since, until in spans[1:]:
        if since > ends:
            yield begins, ends
            begins, ends = since, until
        else:
            ends = max(ends, until)
    yield begins, ends
