"""Short answers in plain text at fixed paths, in front of the application."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Asgi = Callable[[Scope, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
Answer = Callable[[], tuple[int, str]]
"""Returns a status and the text. It must not wait for anything."""


def answering(answers: Mapping[str, Answer]) -> Callable[[Asgi], Asgi]:
    """Answers requests for these paths, and passes everything else on to the ASGI application."""

    def around(app: Asgi) -> Asgi:
        async def answer(scope: Scope, receive: Any, send: Any) -> None:
            ask = answers.get(scope["path"]) if scope["type"] == "http" else None
            if ask is None:
                await app(scope, receive, send)
                return
            status, words = ask()
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": words.encode()})

        return answer

    return around
