"""Only the seam knows what is below it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ROOT
from whimsy.seam import contract, server

PROMISED = {
    "modify_state",
    "field_name",
    "is_connected",
    "is_alive",
    "is_ready",
    "on_event",
    "get_web_dir",
    "CLIENT_DISCONNECT",
    "ping_interval",
    "ping_timeout",
}
"""Documented, or ours as well."""
OVERRIDDEN = {"edge/protocols.py", "launch/supervisor.py"}
"""Whose classes are uvicorn's with other methods; what they override, test_contract.py holds."""
PRIVATE = {
    name
    for names in contract.NAMES.values()
    for name in re.sub(r"\(.*?\)", "", names).split()
    if "_" in name or name in ("sio", "eio")
} - PROMISED
TEXT = re.compile(
    r"_rx_state_|__REFLEX_|reflex___state|reflex-env|(?<![\w.])\"/_event\"|"
    + "|".join(map(re.escape, (*server.TALKATIVE[2:4], server.LOGGER, server.REQUESTS)))
)
SCRIPT = re.compile(
    r"socket\.io-client|\"\$/(?!whimsy/)|_rx_state_|state_mismatch|\bnsps\b|\.io\b|\bonAny\b|\breflexSocket\b"
)


def private(source: str, name: str = "") -> Iterator[str]:
    """What of Reflex's own a source of Python names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in PRIVATE and name not in OVERRIDDEN:
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            ("reflex.", "socketio.async")
        ):
            yield node.module or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from TEXT.findall(node.value) + [node.value] * (node.value in PRIVATE)


def files(*kinds: str) -> Iterator[tuple[str, str]]:
    for file in [*(ROOT / "whimsy").rglob("*"), ROOT / "rxconfig.py"]:
        if file.suffix in kinds and "seam" not in file.parts and file.name != "reflex.js":
            yield str(Path(*file.relative_to(ROOT).parts[1:])), file.read_text()


def test_no_python_but_the_seam_names_it():
    found = {name: sorted({*private(source, name)}) for name, source in files(".py")}
    assert {name: names for name, names in found.items() if names} == {}


def test_no_script_but_the_seam_names_it():
    found = {name: SCRIPT.findall(source) for name, source in files(".js", ".jsx")}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    ["app.sio.emit('x')", "app.event_namespace._token_manager", "getattr(space, 'sid_to_token', {})",
     "from reflex.state import StateUpdate", "{'typing_rx_state_': 1}", "made['__REFLEX_SKIP_COMPILE'] = 1",
     "namespace.trigger_event = mine", "logging.getLogger('uvicorn.error')"],
)  # fmt: skip
def test_it_would_be_found(source):
    assert [*private(source)]


def test_the_search_finds_scripts_and_passes_over_ours():
    assert SCRIPT.search('import { getToken } from "$/utils/state"') and SCRIPT.search(
        "socket.io.engine.close()"
    )
    assert not SCRIPT.search('from "$/whimsy/wire/reflex.js"')
