"""The workflow that runs elsewhere is what .ci/run is here."""

from __future__ import annotations

import re

from tests.serving import ROOT

WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text()


def test_it_runs_what_ci_runs_and_nothing_of_its_own():
    """Fails when a step is added that a newcomer does not run."""
    assert re.findall(r"run: (.*)", WORKFLOW)[1:] == [".ci/run"]
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec make test")


def test_actions_are_pinned_by_hash_and_may_only_read():
    """Fails with a tag, which somebody else can move."""
    used = re.findall(r"uses: (.*)", WORKFLOW)
    assert used and all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", one) for one in used)
    assert re.search(r"^permissions:\n  contents: read\n\S", WORKFLOW, re.MULTILINE)
