"""T28: the server never fetches what a visitor names: no part of it is a client of anything on the web."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.serving import ROOT

CLIENTS = {
    "aiohttp", "httpx", "requests", "urllib3", "urllib.request", "http.client", "ftplib", "smtplib",
    "telnetlib", "imaplib", "poplib", "xmlrpc", "asyncssh", "paramiko", "pycurl", "websockets",
    "socketio.AsyncClient", "socketio.Client", "engineio",
}  # fmt: skip
NONE = ("websockets.protocol.", "engineio.async_server.", "engineio.async_socket.", "engineio.packet.",
        "engineio.exceptions.")  # fmt: skip
"""Parts of such packages that open no connection."""
SOCKETS = {
    "whimsy/edge/protocols.py", "whimsy/launch/address.py", "whimsy/launch/checks.py",
    "whimsy/launch/database.py", "whimsy/launch/serve.py", "whimsy/launch/supervisor.py",
    "whimsy/storage/embedded.py", "whimsy/storage/redis.py",
}  # fmt: skip
"""Who may touch sockets: to listen, to name a family or an error, to set keep-alive, to find a free port."""


def imported(source: str) -> Iterator[str]:
    """Every module a source imports, and every name it takes from one, in dotted form."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr.endswith("Client")
        ):
            yield f"{node.value.id}.{node.attr}"


def clients(source: str) -> set[str]:
    """The connections a source could open."""
    return {
        client
        for name in imported(source)
        for client in CLIENTS
        if not f"{name}.".startswith(NONE)
        if f"{name}.".startswith(f"{client}.") or f"{client}." == f"{name}."
    }


def files() -> Iterator[tuple[str, str]]:
    for file in sorted([*(ROOT / "whimsy").rglob("*.py"), ROOT / "rxconfig.py"]):
        yield str(file.relative_to(ROOT)), file.read_text()


def test_no_http_client_but_where_we_ask_ourselves():
    """Fails when any other module imports one."""
    found = {name: client for name, source in files() if (client := clients(source))}
    stranger = {name for name in found if Path(name).parts[1] == "stranger"}
    assert {n: c for n, c in found.items() if n not in stranger} == {
        "whimsy/launch/serve.py": {"urllib.request", "http.client"}
    }


def test_sockets_are_opened_by_nobody_else():
    found = {
        name
        for name, source in files()
        if {"socket", "open_connection", "create_connection"} & {*imported(source)}
        or "open_connection(" in source
        or "create_connection(" in source
    }
    assert found == SOCKETS


def test_nothing_of_the_server_needs_the_stranger():
    """Import-linter's layers say the same; the stranger is above everything."""
    assert [
        n for n, source in files() if not n.startswith("whimsy/stranger") and "whimsy.stranger" in source
    ] == []


def test_the_search_finds_what_it_should():
    for source in (
        "import requests", "from urllib import request", "import urllib.request as r",
        "from aiohttp import ClientSession", "import socketio\nsocketio.AsyncClient()",
        "from http import client", "import websockets.asyncio.client", "import websockets", "import engineio",
        "from engineio import AsyncClient",
    ):  # fmt: skip
        assert clients(source), source
    for source in (
        "from urllib.parse import urlsplit",
        "from http import HTTPStatus",
        "from socketio import AsyncNamespace",
        "from websockets.protocol import OPEN",
    ):
        assert not clients(source), source
