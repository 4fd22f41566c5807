"""`/.well-known/security.txt`: whom to tell of a vulnerability (RFC 9116)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from whimsy.edge.answers import Asgi, answering

_PATH = "/.well-known/security.txt"
_GOOD_FOR = timedelta(days=30)
"""The RFC asks for less than a year. The file is made anew for each request, so a month is enough."""


def security_txt(contact: str, public_url: str) -> Callable[[Asgi], Asgi]:
    """Serves the file, or 404 without a `contact` (mailto:… or https://…)."""

    def text() -> tuple[int, str]:
        if not contact:
            return 404, "not found\n"
        expires = (datetime.now(UTC) + _GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = [f"Contact: {contact}", f"Expires: {expires}", "Preferred-Languages: en"]
        if public_url:
            lines.append(f"Canonical: {public_url.rstrip('/')}{_PATH}")
        return 200, "\n".join(lines) + "\n"

    return answering({_PATH: text})
