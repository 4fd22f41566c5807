"""The probes: answered before the application, and everything else is left to it."""

from __future__ import annotations

import pytest

from whimsy.edge.probes import probes


async def ask(path: str, *, ready: bool, kind: str = "http") -> tuple[int, str]:
    sent = []

    async def behind(_scope, _receive, send) -> None:
        await send({"status": 418})
        await send({"body": b"the application"})

    async def send(message) -> None:
        sent.append(message)

    await probes(lambda: ready)(behind)({"type": kind, "path": path}, None, send)
    return sent[0]["status"], sent[1]["body"].decode().strip()


@pytest.mark.parametrize(
    ("path", "ready", "answer"),
    [
        ("/livez", True, (200, "yes")),
        ("/livez", False, (200, "yes")),
        ("/readyz", True, (200, "yes")),
        ("/readyz", False, (503, "no")),
        ("/", True, (418, "the application")),
        ("/readyz/", True, (418, "the application")),
    ],
)
async def test_a_probe_is_answered_and_nothing_else(path, ready, answer):
    assert await ask(path, ready=ready) == answer


async def test_a_websocket_is_never_a_probe():
    assert await ask("/readyz", ready=False, kind="websocket") == (418, "the application")


async def test_the_lifespan_has_no_path():
    seen = []

    async def behind(scope, _receive, _send) -> None:
        seen.append(scope["type"])

    await probes(lambda: True)(behind)({"type": "lifespan"}, None, None)
    assert seen == ["lifespan"]
