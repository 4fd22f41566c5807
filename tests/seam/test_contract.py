"""What Whimsy needs of Reflex, python-socketio and uvicorn, name by name: an upgrade may fail here."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from dataclasses import fields
from types import SimpleNamespace

import pytest
import reflex.app
import reflex_base.constants.state
import socketio
from engineio.base_server import BaseServer as EngineServer
from reflex.istate.manager.memory import StateManagerMemory
from reflex.utils.token_manager import LocalTokenManager, SocketRecord, TokenManager
from reflex_base.config import Config
from reflex_base.environment import EnvironmentVariables

from tests.serving import ROOT
from whimsy.edge.protocols import Http, WebSocket
from whimsy.launch.supervisor import Supervisor, Worker
from whimsy.seam import contract, pages, sockets, states, wire
from whimsy.seam.engine import DirectSocket
from whimsy.states import vocabulary
from whimsy.states.chat import ChatState
from whimsy.states.online import OnlineState
from whimsy.stranger import page

NAMES = [(owner, name) for owner, names in contract.NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("owner", "name"), NAMES, ids=".".join)
def test_it_has_the_name(owner, name):
    assert contract._has(owner, name)


@pytest.mark.parametrize(("path", "value"), contract.VALUES.items(), ids=str)
def test_it_is_still_called_that(path, value):
    assert contract._find(path) == value


def test_nothing_is_missing():
    """The scripts that pages are given, too."""
    assert contract.missing() == []


# --- what a start says when one is gone


@pytest.mark.parametrize(
    ("owner", "gone", "missed"),
    [(reflex.app.EventNamespace, "emit_update", "EventNamespace.emit_update(update,token)"),
     (StateManagerMemory, "_purge_token", "StateManagerMemory._purge_token(token)"),
     (socketio.AsyncNamespace, "trigger_event", "AsyncNamespace.trigger_event(event,args)"),
     (TokenManager, "__init__", "TokenManager.token_to_socket"),  # which gives it to the instances
     (EngineServer, "__init__", "AsyncServer.handlers")],
)  # fmt: skip
def test_a_name_that_is_gone_is_named(owner, gone, missed, monkeypatch):
    monkeypatch.delattr(owner, gone)
    assert f"has no {missed}" in [what for _, what in contract.missing()]


def test_an_argument_that_is_gone_is_named(monkeypatch):
    monkeypatch.setattr(reflex.app.EventNamespace, "emit_update", lambda self, delta, token: None)
    assert contract.missing() == [("reflex", "has no EventNamespace.emit_update(update,token)")]


def test_another_word_or_script_is_named(monkeypatch):
    monkeypatch.setattr(reflex_base.constants.state, "FIELD_MARKER", "_x_")
    monkeypatch.setitem(contract.SCRIPTS, ".templates/web/utils/state.js", ("export const getWire = ",))
    [(_, word), (_, script)] = contract.missing()
    assert "FIELD_MARKER no longer '_rx_state_'" in word and "getWire" in script


def test_a_worker_refuses_in_one_sentence(monkeypatch, caplog):
    """Fails when the application is loaded first: the log has an AttributeError, without its text."""
    monkeypatch.delattr(StateManagerMemory, "_purge_token")
    contract.check.cache_clear()
    with pytest.raises(SystemExit, match="3"), caplog.at_level(logging.CRITICAL):
        Worker("whimsy.nowhere:app", factory=True).load()
    contract.check.cache_clear()
    [line] = caplog.messages
    assert line.startswith("a worker cannot start: reflex 0.") and line.count(". ") == 0
    assert "StateManagerMemory._purge_token(token), which whimsy/seam is made for: install" in line


def test_reflexs_own_commands_refuse_too():
    """And so does a build, which hands on what they say."""
    script = (
        "import sys; from reflex.istate.manager.memory import StateManagerMemory as Memory\n"
        "del Memory._purge_token; sys.argv = ['reflex', 'export']; import rxconfig"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and done.stderr.startswith("Whimsy can't start: reflex 0.")
    assert "has no StateManagerMemory._purge_token" in done.stderr and done.stderr.count("\n") == 1


def test_reflexs_overlay_is_looked_for():
    with pytest.raises(contract.Changed, match="Overlay"):
        pages.without_overlay(SimpleNamespace(app_wraps={}))


# --- what would not be missed


@pytest.mark.parametrize("ours", [Http, WebSocket, Worker, Supervisor, DirectSocket])
def test_what_we_override_is_there_and_in_the_contract(ours):
    """A method that overrides nothing any more is never called, and nobody would notice."""
    listed = " ".join(contract.NAMES.values()).replace("(", " ").split()
    for name in vars(ours):
        theirs = any(hasattr(base, name) for base in ours.__mro__[1:])
        if name in ("write", "is_open"):
            assert not theirs, f"{name} is our addition"
        elif not name.startswith("_"):
            assert name in listed and theirs, name


async def test_every_event_and_every_broken_packet_meets_the_guard():
    """Fails when python-socketio calls another method than the one replaced, or reads packets elsewhere."""
    app = SimpleNamespace(sio=socketio.AsyncServer(async_mode="asgi"), event_namespace=None)
    ours, heard = sockets.Namespace("/whimsy"), []
    sockets.add(app, ours)

    async def guard(*said) -> None:
        heard.append(said)

    sockets.guard_events(app, lambda namespace, inner: guard)
    sockets.guard_packets(app, guard)
    await app.sio._trigger_event("connect", "/whimsy", "sid", {})
    await app.sio._trigger_event("typing", "/whimsy", "sid", "room")
    await app.sio.eio._trigger_event("message", "link", "no packet", run_async=False)
    assert heard == [("connect", "sid", {}), ("typing", "sid", "room"), ("link",)]


@pytest.fixture
def app() -> SimpleNamespace:
    """As much of an app as holds a page and its states."""
    tokens = LocalTokenManager()
    return SimpleNamespace(
        event_namespace=SimpleNamespace(_token_manager=tokens),
        state_manager=StateManagerMemory(token_expiration=60),
    )


async def test_a_page_that_left_is_forgotten_and_one_that_is_back_is_not(app):
    """Fails when `forget` forgets nothing, which nobody would notice but the memory."""
    tokens, token = app.event_namespace._token_manager, reflex.istate.manager.token.BaseStateToken
    async with app.state_manager.modify_state(token(ident="tab", cls=ChatState)):
        pass
    await tokens.link_token_to_sid("tab", "sid")
    assert (sockets.token_of(app, "sid"), sockets.holder_of(app, "tab")) == ("tab", "sid")
    states.forget(app, ChatState, "tab")
    assert len(app.state_manager.states) == 1
    await tokens.disconnect_token("tab", "sid")
    assert (sockets.token_of(app, "sid"), sockets.holder_of(app, "tab")) == (None, None)
    states.forget(app, ChatState, "tab")
    assert app.state_manager.states == {} == app.state_manager._token_expires_at
    await app.state_manager.close()


async def test_a_raw_delta_is_what_reflex_would_have_made(app):
    """Fails when the fields of a delta are called something else: pages would pass over it."""
    sent = []

    async def emit(event, update, to=None) -> None:
        sent.append((event, update.delta, to))

    namespace = app.event_namespace
    namespace.emit, namespace.token_to_socket = emit, {}
    namespace._token_manager.token_to_socket["tab"] = SocketRecord(
        instance_id=namespace._token_manager.instance_id, sid="sid"
    )
    namespace.emit_update = lambda *a, **k: reflex.app.EventNamespace.emit_update(namespace, *a, **k)
    for token in (None, "tab"):
        await states.show(app, OnlineState, {"count": 7}, token)
    state = ChatState.get_root_state()(_reflex_internal_init=True)
    online = await state.get_state(OnlineState)
    state._clean()
    online.count = 7
    made = state.get_delta()
    assert sent == [("event", made, None), ("event", made, "sid")]


def test_a_vars_place_is_where_a_delta_has_it():
    place = states.place_of(ChatState.phase)
    assert place == {"state": ChatState.get_full_name(), "field": f"phase{wire.FIELD}"} == {
        "state": page.CHAT, "field": "phase_rx_state_"
    }  # fmt: skip


def test_the_handlers_we_know_by_name_are_there():
    """`vocabulary` takes its own from the classes: one that is renamed ends the import, not its price."""
    known = set(vocabulary.callable_from_outside())
    assert known > vocabulary.COSTLY > states.HYDRATING and known > states.STORING
    assert f"{page.CHAT}.arrive" in vocabulary.COSTLY and not any(name.endswith("setvar") for name in known)
    with pytest.raises(TypeError):
        states.name_of("arrive")


def test_every_setting_of_reflexs_that_we_make_is_one():
    """Fails when a setting is renamed: then it would do nothing, and nobody would be told."""
    known = {*vars(EnvironmentVariables), *(f"REFLEX_{field.name.upper()}" for field in fields(Config))}
    files = [
        *(ROOT / "whimsy").rglob("*.py"),
        ROOT / "rxconfig.py",
        ROOT / "Makefile",
        *ROOT.glob("deploy/**/*"),
    ]
    made = {
        name
        for file in files
        if file.is_file()
        for name in re.findall(r"\bREFLEX_[A-Z_]+|(?<=__)REFLEX_[A-Z_]+", file.read_text(errors="replace"))
    }
    assert made - known == set() and "REFLEX_SOCKET_INTERVAL" in made


def test_socket_io_in_the_page_is_the_one_that_is_patched():
    """reflex.js replaces `Manager.prototype.socket`, reads `nsps` and `engine`: look there before another."""
    locked = json.loads((ROOT / "reflex.lock" / "package-lock.json").read_text())["packages"]
    assert locked["node_modules/socket.io-client"]["version"].startswith("4.8.")
