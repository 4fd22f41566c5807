"""`make audit`: ask the registries about known weaknesses of what is served, and say if they did not answer.

Python's packages are those of the environment (requirements.txt and all it needs), the front end's those of
its lockfile. A finding is either gone or explained in deploy/audit.md by its id. Exit status: 0 nothing to
explain, 1 a finding that is not explained, 2 somebody could not be asked.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.serving import ROOT

EXPLAINED = ROOT / "deploy" / "audit.md"
LOCK = ROOT / "reflex.lock"
BIN = Path(sys.executable).parent


class NotAsked(Exception):
    """A registry did not say what it knows; the message is why."""


def python() -> dict[str, str]:
    """Advisory by id, with the package it is about; raises NotAsked."""
    report = _run([str(BIN / "pip-audit"), "--local", "--progress-spinner", "off", "--format", "json"], ROOT)
    return read_python(report)


def node() -> dict[str, str]:
    """The same for the production dependencies of the front end."""
    report = _run([str(BIN / "npm"), "audit", "--omit=dev", "--package-lock-only", "--json"], LOCK)
    return read_node(report)


def read_python(report: Any) -> dict[str, str]:
    """What pip-audit found. It calls it success when the registry knows no package at all."""
    packages = report.get("dependencies", [])
    asked = [package for package in packages if "skip_reason" not in package]
    # One that is ours alone may be unknown; most of them being unknown is a registry without advisories.
    if len(asked) * 2 <= len(packages):
        raise NotAsked(f"the registry knew {len(asked)} of {len(packages)} packages")
    return {
        weakness["id"]: f"{package['name']} {package['version']}"
        for package in asked
        for weakness in package["vulns"]
    }


def read_node(report: Any) -> dict[str, str]:
    """What npm found."""
    if "vulnerabilities" not in report:
        raise NotAsked(str(report.get("message") or report.get("error") or "the registry gave no report"))
    return {
        str(via["url"]).rpartition("/")[2]: name
        for name, package in report["vulnerabilities"].items()
        for via in package["via"]
        if isinstance(via, dict)
    }


def unexplained(found: dict[str, str], explained: str) -> dict[str, str]:
    """The findings whose id stands nowhere in the explanations."""
    return {
        what: where for what, where in found.items() if not re.search(rf"\b{re.escape(what)}\b", explained)
    }


def main() -> int:
    """Ask both; returns the exit status."""
    explained, status = EXPLAINED.read_text() if EXPLAINED.exists() else "", 0
    sides: list[tuple[str, Callable[[], dict[str, str]]]] = [("Python", python), ("Front end", node)]
    for name, ask in sides:
        try:
            found = ask()
        except NotAsked as why:
            print(f"{name}: COULD NOT BE ASKED ({why}). Nothing is known about it.")
            status = status or 2
            continue
        open_ = unexplained(found, explained)
        print(
            f"{name}: {len(found)} findings, {len(found) - len(open_)} of them explained in deploy/audit.md."
        )
        for what, where in open_.items():
            print(f"  {what} in {where}")
            status = 1
    return status


def _run(command: list[str], folder: Path) -> Any:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    try:
        return json.loads(done.stdout)
    except ValueError:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise NotAsked(said[-1][:200] if said else f"{command[0]} said nothing") from None


if __name__ == "__main__":
    sys.exit(main())
