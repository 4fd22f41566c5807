"""Where the server listens: each obstacle has a sentence of its own, and what is printed can be clicked."""

from __future__ import annotations

import errno
import os
import socket
import urllib.request

import pytest

from tests.ports import free_port
from whimsy.errors import Problem
from whimsy.launch import address


@pytest.mark.parametrize(
    ("host", "shown"),
    [("::", "http://localhost:3000"), ("0.0.0.0", "http://localhost:3000"), ("::1", "http://[::1]:3000"),
     ("127.0.0.1", "http://127.0.0.1:3000"), ("localhost", "http://localhost:3000"),
     ("fe80::1%eth0", "http://[fe80::1%25eth0]:3000")],
)  # fmt: skip
def test_the_address_can_be_clicked(host, shown):
    assert address.clickable(host, 3000) == shown


@pytest.mark.parametrize("host", ["::", "::1", "0.0.0.0", "127.0.0.1", "localhost"])
def test_a_port_is_probed_where_it_is(host):
    with address.listen(host, free_port()) as taken:
        probe = address.probed(taken)
        near, port = probe.removeprefix("http://").rsplit(":", 1)
        socket.create_connection((near.strip("[]"), int(port)), 5).close()
        assert "::1" in probe or "127.0.0.1" in probe


def test_both_families_are_taken_by_the_empty_address():
    port = free_port()
    with address.listen("::", port):
        for near in ("127.0.0.1", "::1"):
            socket.create_connection((near, port), 5).close()


def told(host: str, port: int) -> str:
    with pytest.raises(Problem) as problem:
        address.listen(host, port)
    return str(problem.value)


def test_each_obstacle_has_its_sentence(monkeypatch):
    """Fails with one sentence for all: the reader hunts for a program that is not there."""
    assert "not an address of this machine" in told("192.0.2.1", free_port())
    assert "nobody knows" in told("nosuch.invalid", 3000)
    assert "nobody knows" in told("a" * 80, 3000)
    with address.listen("127.0.0.1", port := free_port()):
        assert f"Port {port} is in use" in told("127.0.0.1", port)
    for number, words in ((errno.EACCES, "may not take port 80"), (errno.EMFILE, "EMFILE")):
        monkeypatch.setattr(address, "_take", _failing(number))
        assert words in told("127.0.0.1", 80)


def _failing(number: int):
    def take(*_: object) -> socket.socket:
        raise OSError(number, os.strerror(number))

    return take


def test_our_own_port_is_asked_without_a_proxy(monkeypatch, capsys):
    """Fails with urllib's own opener, which asks the proxy of the environment for ever."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from threading import Thread

    from whimsy.launch import serve

    class Alive(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert urllib.request.getproxies()["http"]
    with HTTPServer(("127.0.0.1", 0), Alive) as server:
        Thread(target=server.handle_request, daemon=True).start()
        announcing = Thread(
            target=serve._announce, args=(f"http://127.0.0.1:{server.server_port}", "there"), daemon=True
        )
        announcing.start()
        announcing.join(15)
        assert not announcing.is_alive()
    assert "Whimsy is at there" in capsys.readouterr().out
