"""What is logged of an exception: its kind and its place, never what it says."""

from __future__ import annotations

import io
import logging
import re
import subprocess
from pathlib import Path

import pytest

from tests.serving import ROOT
from whimsy import faults
from whimsy.launch.lines import LOGGING
from whimsy.rooms import room as rooms
from whimsy.states import faults as state_faults

SAID = "my number is 555 0100"


def raised() -> Exception:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as error:
            raise ValueError(SAID) from error
    except ValueError as error:
        return error


def test_an_exception_is_logged_by_kind_and_place(caplog):
    faults.log_fault(logging.getLogger("x"), "a chore failed", raised())
    [line] = caplog.messages
    assert re.match(r"a chore failed: ValueError at .*test_faults\.py:\d+ raised; after KeyError at", line)
    assert SAID not in line and "\n" not in line


def test_the_log_of_a_server_prints_no_exception_of_a_library_either():
    """Fails with a plain Formatter: uvicorn logs what an application raises, whole."""
    into = io.StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(faults.Discreet(LOGGING["formatters"]["plain"]["format"]))
    error = raised()
    record = logging.LogRecord("uvicorn.error", 40, "x", 1, "Exception in ASGI application", (),
                               (type(error), error, error.__traceback__))  # fmt: skip
    logging.Formatter().format(record)  # somebody else's handler, which keeps the text in the record
    handler.handle(record)
    assert "ValueError at" in into.getvalue() and SAID not in into.getvalue()


@pytest.mark.parametrize(
    ("place", "ours"),
    [(rooms.__file__, True), (str(ROOT / ".venv/lib/python3.12/site-packages/reflex/app.py"), False),
     ("/home/me/whimsy/.venv/lib/x/reflex/app.py", False), (str(ROOT / "rxconfig.py"), False)],
)  # fmt: skip
def test_a_checkout_called_whimsy_makes_nobody_elses_frames_ours(place, ours):
    """Fails with "/whimsy/" in the path as the question."""
    assert faults.is_ours(place) is ours


def test_a_handler_that_never_ran_is_not_a_fault_of_ours(caplog):
    code = compile("def f():\n raise TypeError('x')", "/home/me/whimsy/.venv/lib/reflex/app.py", "exec")
    space: dict = {}
    exec(code, space)
    try:
        space["f"]()
    except TypeError as error:
        error.__traceback__ = error.__traceback__.tb_next
        state_faults.in_handler(error)
    assert caplog.messages == ["an event was refused before any handler: TypeError"]


def test_no_file_logs_an_exception_by_itself():
    """One function does; whoever needs it calls log_fault."""
    forbidden = re.compile(
        r"exc_info=|\.exception\((?!\))|traceback\.(print|format)|%s[^\n]*\",\s*(error|exc)\b"
    )
    found = [
        f"{file.name}: {line.strip()}"
        for file in (ROOT / "whimsy").rglob("*.py")
        for line in file.read_text().splitlines()
        if forbidden.search(line)
    ]
    assert found == []


def test_asyncio_is_hushed_like_reflex():
    """It quotes the exception of a task nobody waited for."""
    script = (
        "import asyncio, gc, logging\nfrom whimsy.states import faults\nfaults.hush()\n"
        "async def bad():\n    raise ValueError('secret words')\n"
        "async def main():\n    task = asyncio.create_task(bad())\n    await asyncio.sleep(0.1)\n"
        "    del task\n    gc.collect()\nasyncio.run(main())\n"
    )
    done = subprocess.run(
        [str(Path(__import__("sys").executable)), "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "asyncio" in done.stderr and "ValueError" in done.stderr and "secret words" not in done.stderr
