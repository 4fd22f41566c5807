"""Opening hours: what a deployer writes, and when they begin and end."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.hours import DAYS, Hours, Span, parse_spans

BERLIN = ZoneInfo("Europe/Berlin")
UTC = ZoneInfo("UTC")
HOUR, DAY = 3600, 86400


def at(hours: str, when: str, zone: ZoneInfo = UTC) -> tuple[bool, int]:
    opening = Hours(parse_spans(hours), zone).at(
        datetime.fromisoformat(when).replace(tzinfo=zone).timestamp()
    )
    return opening["open"], opening["seconds"]


@pytest.mark.parametrize(
    ("hours", "when", "told"),
    [
        ("", "2026-11-27 12:00", (True, 0)),
        ("daily 20:00-23:00", "2026-11-27 19:59:30", (False, 30)),
        ("daily 20:00-23:00", "2026-11-27 20:00", (True, 3 * HOUR)),
        ("daily 20:00-23:00", "2026-11-27 22:59:59", (True, 1)),
        ("daily 20:00-23:00", "2026-11-27 23:00", (False, 21 * HOUR)),
        ("fri 20:00-23:00", "2026-11-27 23:00", (False, 7 * DAY - 3 * HOUR)),
        ("FRI-SAT 22:00-2:00, sun 15:00-18:00", "2026-11-28 01:00", (True, HOUR)),
        ("fri-sat 22:00-02:00 ,sun 15:00 - 18:00,", "2026-11-29 02:00", (False, 13 * HOUR)),
        ("sat-mon 10:00-11:00", "2026-11-30 10:30", (True, HOUR // 2)),
        ("sat-mon 10:00-11:00", "2026-12-01 10:30", (False, 4 * DAY - HOUR // 2)),
        ("fri 20:00-24:00, sat 0:00-1:00", "2026-11-27 23:30", (True, 90 * 60)),
        ("fri 20:00-22:00, fri 21:00-23:00", "2026-11-27 20:00", (True, 3 * HOUR)),
        ("fri 20:00-23:00, fri 21:00-22:00", "2026-11-27 20:00", (True, 3 * HOUR)),
        ("daily 0:00-24:00", "2026-11-27 12:00", (True, 0)),
        ("mon-sun 8:00-8:00", "2026-11-27 12:00", (True, 0)),
    ],
)
def test_when_it_is_open_and_until_when(hours, when, told):
    assert at(hours, when) == told


def test_a_span_is_by_the_clock_of_its_zone():
    """Fails when moments are added up in seconds: this night the clock goes from 3 back to 2."""
    assert at("sat 22:00-4:00", "2026-10-24 22:00", BERLIN) == (True, 7 * HOUR)
    opening = Hours(parse_spans("daily 20:00-21:00"), BERLIN)
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC).timestamp()
    assert opening.at(noon) == {"open": False, "seconds": 6 * HOUR}


SPANS = st.builds(
    Span,
    st.integers(0, 6),
    st.times().map(lambda at: time(at.hour, at.minute)),
    st.times().map(lambda at: time(at.hour, at.minute)),
)


@given(st.lists(SPANS, min_size=1, max_size=8), st.integers(0, 2**31), st.sampled_from([UTC, BERLIN]))
def test_what_is_said_comes_true_and_not_before(spans, now, zone):
    hours = Hours(tuple(spans), zone)
    opening = hours.at(now)
    if not opening["seconds"]:
        assert opening["open"] and all(hours.at(now + n * HOUR)["open"] for n in range(168))
        return
    assert opening["seconds"] <= 8 * DAY
    assert hours.at(now + opening["seconds"])["open"] != opening["open"]
    assert hours.at(now + opening["seconds"] - 1)["open"] == opening["open"]


@pytest.mark.parametrize(
    "raw",
    [
        "20:00-23:00", "fri", "fri 20-23", "fri 25:00-26:00", "fri 20:60-21:00", "fry 20:00-23:00",
        "fri-fry 1:00-2:00", "daily-fri 1:00-2:00", "fri 20:00-23:00 sat 20:00-23:00", "fri 20:00", "always",
        "fri 24:01-24:02",
    ],
)  # fmt: skip
def test_what_is_no_opening_hours_is_refused(raw):
    with pytest.raises(ValueError):
        parse_spans(raw)


def test_days_are_read_in_any_case():
    assert [span.day for span in parse_spans(", ".join(f"{day.title()} 1:00-2:00" for day in DAYS))] == list(
        range(7)
    )
