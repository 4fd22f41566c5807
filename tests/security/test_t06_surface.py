"""T6: what a browser can call is a list somebody has read; a new handler shows up here before it is out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.conftest import errors_in
from tests.serving import ROOT
from whimsy.stranger.page import CALL, CHAT, FIELD, ONLINE, WISHES
from whimsy.stranger.page import ROOT as STATE

SURFACE = Path(__file__).with_name("surface.txt")
_LIST = """
import whimsy.whimsy
from reflex_base.registry import RegistrationContext
from whimsy.states.vocabulary import callable_from_outside
may = callable_from_outside()
for name in sorted(RegistrationContext.get().event_handlers):
    print("may  " if name in may else "never", name)
"""


@pytest.fixture(scope="module")
def surface(tmp_path_factory) -> list[str]:
    """Every event handler of every state of the app, Reflex's own among them."""
    listed = subprocess.run(
        [sys.executable, "-c", _LIST], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PATH": "", "HOME": str(tmp_path_factory.mktemp("home"))},
    )  # fmt: skip
    return listed.stdout.splitlines()


def test_what_a_browser_may_call_is_the_committed_list(surface):
    """A difference is for a person to look at: then `surface.txt` is changed in the same commit."""
    assert surface == SURFACE.read_text().splitlines(), "\n" + "\n".join(surface)


def test_helpers_are_not_handlers(surface):
    assert [line for line in surface if line.rpartition(".")[2].startswith("_")] == []


def test_reflex_setters_and_background_tasks_are_never_called_from_outside(surface):
    may = [line.rpartition(".")[2] for line in surface if line.startswith("may")]
    assert not {"setvar", "search", "again", "arrive_later", "stand_by"} & {*may}


@pytest.mark.served
async def test_no_var_can_be_set_and_no_helper_called(serve, browse):
    """Fails without the `setvar` rule in vocabulary.py only if Reflex's own lock on it is open as well."""
    served = serve()
    page = await browse(served).open()
    before = {**page.vars}
    for state in (STATE, CHAT, WISHES, CALL, ONLINE):
        for name in [*before, "count", "away", "is_hydrated", "_me", "router_data", "dirty_vars"]:
            if not page.client.connected:
                await page.open()
            for handler, payload in (
                ("setvar", {"var_name": name, "value": "hacked"}),
                ("setvar", {"var_name": name + FIELD, "value": "hacked"}),
                (f"set_{name}", {"value": "hacked"}),
                (f"_{name}", {}),
                (name, {}),
                (f"{name}.__class__", {}),
            ):
                await page.client.emit(
                    "event", {"name": f"{state}.{handler}", "payload": payload}, namespace="/_event"
                )
    await page.open()
    await page.do("choose_language", code="de")
    await page.until(lambda: page.vars["language"] == "de", "to still work")
    after = {**page.vars, "language": before["language"]}
    for changed in ("visitor_token", "tab_secret", "remembered", "_room"):
        after.pop(changed, None)
        before.pop(changed, None)
    assert after == before
    assert "hacked" not in repr(page.vars) and page.surprises == []
    assert errors_in(served) == []
