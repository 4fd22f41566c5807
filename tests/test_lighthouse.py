"""What `make lighthouse` prints of a report, and what it calls missed."""

from __future__ import annotations

import pytest

from tests.load.lighthouse import LEAST, MEASURES, missed, table


def report(**scores: float) -> dict:
    """A report in Lighthouse's form: all is well but for `scores`; the first category looks at one audit."""
    named = {name.replace("_", "-"): score for name, score in scores.items()}
    categories = {
        name: {"title": name.title(), "score": named.get(name, 1.0), "auditRefs": [{"id": name, "weight": 1}]}
        for name in LEAST
    }
    audits = {name: {"title": f"Audit of {name}", "score": named.get(name, 1.0)} for name in LEAST}
    measures = {name: {"title": name, "displayValue": "1.0 s", "score": 1} for name in MEASURES}
    sent = {"details": {"items": [{"transferSize": 1500}, {"transferSize": 500}]}}
    return {"categories": categories, "audits": {**audits, **measures, "network-requests": sent}}


def test_a_whole_report_misses_nothing_and_is_told():
    told = table(report())
    assert missed(report()) == []
    assert "Performance      100" in told and "2 kB in 2 requests" in told and "Audit of" not in told


@pytest.mark.parametrize(("name", "score"), [("performance", 0.97), ("accessibility", 0.99), ("seo", 0.5)])
def test_what_is_below_its_least_is_missed_and_named(name, score):
    """Fails when `missed` or `table` looks at no audit."""
    found = report(**{name: score})
    assert missed(found) == [name]
    assert (f"Audit of {name}" in table(found)) == (score < 0.9)
