"""How a worker process begins."""

from __future__ import annotations

import subprocess
import sys

from tests.serving import ROOT


def told(script: str) -> str:
    """What a process of its own prints."""
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_worker_loads_no_commands():
    """Fails without the condition in `__main__.py`: multiprocessing imports it once more in each worker."""
    imported = told(
        "import runpy, sys; runpy.run_module('whimsy.__main__', run_name='__mp_main__');"
        "print(*[name for name in sys.modules if name.startswith('whimsy')])"
    )
    assert imported == "whimsy"


def test_garbage_is_collected_while_a_worker_serves():
    """Fails without `gc.enable()` in whimsy.py: `Worker.load` disables it. What was loaded is left alone."""
    collects = told(
        "import gc; gc.disable(); import whimsy.whimsy; whimsy.whimsy._spare_the_collector();"
        "print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
    )
    assert collects == "True True"
