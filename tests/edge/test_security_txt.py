"""security.txt is there for whoever found a hole, and never out of date (RFC 9116)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from whimsy.edge.security import security_txt


async def ask(contact: str, path: str = "/.well-known/security.txt") -> tuple[int, str]:
    said: list[dict[str, Any]] = []

    async def app(*_: Any) -> None:
        said.append({"status": 418})
        said.append({"body": b"the app"})

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    served = security_txt(contact, "https://whimsy.example/")(app)
    await served({"type": "http", "path": path}, None, send)  # type: ignore[arg-type]
    return said[0]["status"], said[1]["body"].decode()


async def test_it_names_the_contact_and_an_end_in_the_future():
    status, text = await ask("mailto:help@whimsy.example")
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert status == 200 and fields["Contact"] == "mailto:help@whimsy.example"
    assert fields["Canonical"] == "https://whimsy.example/.well-known/security.txt"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=1) < expires - datetime.now(UTC) < timedelta(days=365)


async def test_without_a_contact_there_is_none_and_other_paths_are_the_apps():
    assert (await ask(""))[0] == 404
    assert await ask("mailto:x@y.example", "/") == (418, "the app")
