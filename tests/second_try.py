"""Runs the slow part of the tests; in CI, what failed is tried once more, three tests at most.

    python -m tests.second_try "PYTEST ARGUMENTS" ["PYTEST ARGUMENTS" ...]

Each argument is one run of pytest. A machine that others use as well makes one test in a thousand fail by
chance, and a whole run must not be thrown away for it; nor may such a test go unnoticed, so each that needed
its second try is printed at the end. More than three in all the runs, or one that fails twice, is a failure.
Without `CI` in the environment nothing is tried again.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

MOST = 3
"""Tests that may have a second try, in all the runs together."""
_FAILED = 1
"""What pytest returns when tests ran and some of them failed, and nothing worse happened."""


def run(parts: list[list[str]], again: bool) -> int:
    """Run pytest once for each of `parts`, its arguments; returns the exit status.

    `again` says whether failed tests are tried once more. All parts are run, whatever the others gave.
    """
    status, tried = 0, []
    for part in parts:
        returned, failed = _pytest(part)
        if returned == _FAILED and again and failed and len(tried) + len(failed) <= MOST:
            print(f"A second try for {len(failed)} failed:", *failed, sep="\n  ", flush=True)
            tried += failed
            returned, _ = _pytest(failed)
        status = status or returned
    for test in tried:
        print(f"needed a second try: {test}", flush=True)
    return status


def _pytest(arguments: list[str]) -> tuple[int, list[str]]:
    """Run pytest; returns its exit status and the tests that failed, by their ids."""
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *arguments], check=False
        )
        last = Path(cache) / "v" / "cache" / "lastfailed"
        return done.returncode, sorted(json.loads(last.read_text())) if last.exists() else []


if __name__ == "__main__":
    sys.exit(run([shlex.split(part) for part in sys.argv[1:]], again=bool(os.environ.get("CI"))))
