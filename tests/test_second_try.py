"""In CI a slow test that failed is tried once more, and never in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import second_try

LUCKY = """
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range({tests}))
def test_lucky(number):
    tries = Path(__file__).with_name(f"tries-{{number}}")
    tries.write_text((tries.read_text() if tries.exists() else "") + "x")
    assert len(tries.read_text()) >= {good}
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A project of the test's own, whose pytest starts without our plug-ins, which take a second each."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)


def part(name: str, tests: int, good: int) -> list[str]:
    """Arguments for pytest: tests that pass from their `good`th try on."""
    Path(name).mkdir()
    Path(name, f"test_{name}.py").write_text(LUCKY.format(tests=tests, good=good))
    return ["-q", name]


def test_who_fails_once_passes_and_is_named(capfd):
    assert second_try.run([part("a", 2, good=2)], again=True) == 0
    named = [line for line in capfd.readouterr().out.splitlines() if line.startswith("needed a second try")]
    assert len(named) == 2
    assert "test_lucky[0]" in named[0]


def test_who_fails_twice_fails():
    assert second_try.run([part("a", 1, good=3)], again=True) == 1


def test_more_than_three_fail_the_run_though_each_would_pass():
    assert second_try.run([part("a", 4, good=2)], again=True) == 1


def test_the_three_are_for_all_parts_together(capfd):
    parts = [part("a", 2, good=2), part("b", 2, good=2)]
    assert second_try.run(parts, again=True) == 1
    assert capfd.readouterr().out.count("needed a second try") == 2


def test_outside_ci_nothing_is_tried_again():
    assert second_try.run([part("a", 1, good=2)], again=False) == 1
    assert Path("a/tries-0").read_text() == "x"


def test_a_run_that_broke_is_no_failed_test():
    broken = part("a", 1, good=1)
    Path("a/test_a.py").write_text("import nothing_of_this_name")
    assert second_try.run([broken], again=True) == 2
