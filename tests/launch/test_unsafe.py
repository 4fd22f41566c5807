"""In production only `python -m whimsy` serves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.launch.test_checks import production
from tests.serving import ROOT
from whimsy.launch import unsafe
from whimsy.settings import Settings


@pytest.mark.parametrize(
    ("line", "refused"),
    [("/x/bin/reflex run --env prod", True), ("reflex --loglevel debug run", True), ("reflex export", False),
     ("reflex db status", False), ("/x/whimsy/__main__.py serve", False)],
)  # fmt: skip
def test_reflexs_own_server_is_refused_in_production_alone(line, refused):
    assert bool(unsafe.command(line.split(), production("redis://h"))) is refused
    assert unsafe.command(line.split(), Settings()) == ""


def test_any_other_server_is_refused_by_its_worker(monkeypatch):
    monkeypatch.delenv("WHIMSY_BUILD", raising=False)
    assert "python -m whimsy" in unsafe.server(production("redis://h"))
    assert unsafe.server(Settings()) == ""
    monkeypatch.setenv("WHIMSY_BUILD", "made by the supervisor")
    assert unsafe.server(production("redis://h")) == ""


def test_a_worker_gives_up_in_one_line():
    """Fails when it raises: a server prints all of what ends its lifespan."""
    script = "from whimsy.states import faults; faults.give_up('it lacks a thing')"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, "this worker cannot start: it lacks a thing\n")
