"""What the log says of the gate: why sockets are refused, how often, and that a proxy is not counted."""

from __future__ import annotations

import asyncio

import pytest

from whimsy.edge.gate import Gate
from whimsy.edge.refusals import Refusals
from whimsy.settings import Settings
from whimsy.visitors.address import Addresses


async def test_a_flood_is_a_line_at_once_and_then_one_with_its_number(caplog):
    """Fails with a line for each refusal."""
    refusals = Refusals(every=0.05)
    for _ in range(500):
        refusals.note("too_many")
    refusals.note("origin")
    assert len(caplog.messages) == 1 and "1 too_many" in caplog.messages[0]
    async with asyncio.timeout(15):
        while len(caplog.messages) < 2:
            await asyncio.sleep(0.01)
    assert "499 too_many" in caplog.messages[1] and "1 origin" in caplog.messages[1]
    await asyncio.sleep(0.2)
    refusals.note("full")
    assert len(caplog.messages) == 3 and "1 full" in caplog.messages[2]


async def ask(gate: Gate, kind: str, **headers: str) -> list[dict]:
    answers: list[dict] = []

    async def send(message: dict) -> None:
        answers.append(message)

    async def receive() -> dict:
        return {"type": f"{kind}.disconnect"}

    await gate(
        {"type": kind, "path": "/_event/", "method": "GET", "client": ("10.1.2.3", 5), "extensions": {},
         "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]},
        receive, send,
    )  # fmt: skip
    return answers


@pytest.mark.parametrize(("hops", "lines"), [(0, 1), (1, 0)])
async def test_a_proxy_that_nobody_counted_is_said_once(tmp_path, caplog, hops, lines):
    async def app(*_: object) -> None: ...

    (tmp_path / "index.html").write_text("<html></html>")
    gate = Gate(app, Settings(trusted_proxy_hops=hops, production=False), Addresses("k", hops), tmp_path)
    for _ in range(3):
        await ask(gate, "http", x_forwarded_for="203.0.113.7")
    said = [line for line in caplog.messages if "WHIMSY_TRUSTED_PROXY_HOPS" in line]
    assert len(said) == lines and "203.0.113.7" not in caplog.text


async def test_a_page_of_elsewhere_is_refused_and_the_log_says_which_setting(tmp_path, caplog):
    async def app(*_: object) -> None: ...

    (tmp_path / "index.html").write_text("<html></html>")
    gate = Gate(app, Settings(public_url="https://whimsy.example"), Addresses("k", 0), tmp_path)
    await ask(gate, "websocket", origin="https://elsewhere.example", host="whimsy.example")
    [line] = caplog.messages
    assert "1 origin" in line and "WHIMSY_PUBLIC_URL" in line and "elsewhere" not in line
