"""T33: every dependency is pinned, and `make audit` never takes silence for an answer."""

from __future__ import annotations

import json
import re

import pytest

from tests import audit
from tests.serving import ROOT

NPM = "https://registry.npmjs.org/"


@pytest.mark.parametrize("file", ["requirements.txt", "tests/requirements.txt"])
def test_python_packages_are_pinned(file):
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text().splitlines()]
    assert [
        line
        for line in lines
        if line and not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+(; sys_platform != \"win32\")?|-r \S+", line)
    ] == []


@pytest.mark.parametrize(("folder", "at_least"), [("reflex.lock", 50), ("tests/js", 10)])
def test_nodes_packages_are_locked_with_their_hashes(folder, at_least):
    locked = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in locked.items() if name and not package.get("link")}
    assert len(fetched) > at_least
    assert [
        n for n, package in fetched.items() if not package.get("integrity", "").startswith("sha512-")
    ] == []
    assert [n for n, p in fetched.items() if not p.get("resolved", NPM).startswith(NPM)] == []


def test_the_tools_from_npm_are_pinned():
    """A newer formatter would find every file wrong that the older one wrote."""
    named = json.loads((ROOT / "tests" / "js" / "package.json").read_text())["devDependencies"]
    assert {name for name, version in named.items() if not re.fullmatch(r"[\d.]+", version)} == set()


def _package(name: str, *weaknesses: str) -> dict:
    return {
        "name": name,
        "version": "1.0",
        "vulns": [{"id": what, "fix_versions": []} for what in weaknesses],
    }


def test_what_pip_audit_found():
    report = {"dependencies": [_package("a", "PYSEC-2026-1"), _package("b")]}
    assert audit.read_python(report) == {"PYSEC-2026-1": "a 1.0"}


def test_a_registry_that_knows_nothing_was_not_asked():
    """pip-audit itself ends with success here. Fails without the count in `read_python`."""
    unknown = [{"name": name, "skip_reason": "not found on PyPI"} for name in "abc"]
    for packages in (unknown, [*unknown, _package("d")], []):
        with pytest.raises(audit.NotAsked):
            audit.read_python({"dependencies": packages})
    assert audit.read_python({"dependencies": [*unknown[:1], _package("d"), _package("e")]}) == {}


def test_what_npm_found():
    via = {"url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc", "title": "bad"}
    assert audit.read_node({"vulnerabilities": {"vite": {"via": [via, "rollup"]}}}) == {
        "GHSA-aaaa-bbbb-cccc": "vite"
    }
    assert audit.read_node({"vulnerabilities": {}}) == {}
    with pytest.raises(audit.NotAsked, match="405"):
        audit.read_node({"message": "405 Method Not Allowed", "error": {}})


def test_findings_are_explained_by_their_id():
    found = {"GHSA-a-b-c": "vite", "PYSEC-2026-1": "a"}
    assert audit.unexplained(found, "PYSEC-2026-1: not reachable, PYSEC-2026-11") == {"GHSA-a-b-c": "vite"}
    assert audit.unexplained({"PYSEC-2026-1": "a"}, "PYSEC-2026-11") == {"PYSEC-2026-1": "a"}


def test_the_exit_says_which(monkeypatch, capsys, tmp_path):
    """Fails when a side that was not asked counts as clean."""

    def silent() -> dict[str, str]:
        raise audit.NotAsked("nobody there")

    explained = tmp_path / "audit.md"
    explained.write_text("X-1: only in a test")
    monkeypatch.setattr(audit, "EXPLAINED", explained)
    for python, node, status in (
        (dict, dict, 0),
        (lambda: {"X-1": "a"}, dict, 0),
        (lambda: {"X-2": "a"}, dict, 1),
        (silent, dict, 2),
        (silent, lambda: {"X-2": "a"}, 1),
    ):
        monkeypatch.setattr(audit, "python", python)
        monkeypatch.setattr(audit, "node", node)
        assert audit.main() == status
    assert "COULD NOT BE ASKED (nobody there)" in capsys.readouterr().out
