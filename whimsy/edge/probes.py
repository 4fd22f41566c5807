"""What a load balancer asks: `/livez`, does the process turn; `/readyz`, should it be sent visitors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]


def probes(ready: Callable[[], bool]) -> Callable[[Asgi], Asgi]:
    """Answer the probes in front of an ASGI application and pass everything else on.

    `/livez` is 200 as long as the event loop turns; `/readyz` is 200 when `ready()`, else 503. Neither
    waits for anything or says more than that, so that asking often costs little and tells outsiders nothing.
    """
    asked = {"/livez": lambda: True, "/readyz": ready}

    def around(app: Asgi) -> Asgi:
        async def answer(scope: Scope, receive: Any, send: Any) -> None:
            ask = asked.get(scope["path"]) if scope["type"] == "http" else None
            if ask is None:
                await app(scope, receive, send)
                return
            yes = ask()
            headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 200 if yes else 503, "headers": headers})
            await send({"type": "http.response.body", "body": b"yes\n" if yes else b"no\n"})

        return answer

    return around
