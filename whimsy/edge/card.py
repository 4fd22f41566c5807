"""Names the picture of the start page by its whole address, as sites that show a card of a link want it.

A build is the same for every address, so only a server that was told its own (WHIMSY_PUBLIC_URL) can.
"""

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response

from whimsy.edge.answers import Asgi, Scope

_PICTURE = "/screenshot.png"
_IMAGE = 'property="og:image"'
_PACKERS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.compress, "gzip": gzip.compress}


def card(pages: Path, public_url: str) -> Callable[[Asgi], Asgi]:
    """Answers for the start page in the folder `pages`, if `public_url` is not empty; passes on the rest."""

    def around(app: Asgi) -> Asgi:
        page = pages / "index.html"
        if not public_url or not page.is_file():
            return app
        written = _named(page.read_text(), public_url).encode()
        packed = {name: pack(written) for name, pack in _PACKERS.items()}
        etag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'

        async def answer(scope: Scope, receive: Any, send: Any) -> None:
            if scope["type"] != "http" or scope["path"] != "/" or scope["method"] not in ("GET", "HEAD"):
                await app(scope, receive, send)
                return
            asked = Headers(scope=scope)
            if asked.get("if-none-match") == etag:
                await Response(status_code=304, headers={"etag": etag})(scope, receive, send)
                return
            accepted = {part.strip() for part in asked.get("accept-encoding", "").split(",")}
            name = next((name for name in packed if name in accepted), "")
            said = {"etag": etag, "vary": "Accept-Encoding"} | ({"content-encoding": name} if name else {})
            body = packed.get(name, written)
            await Response(body, headers=said, media_type="text/html")(scope, receive, send)

        return answer

    return around


def _named(page: str, public_url: str) -> str:
    return page.replace(f'"{_PICTURE}" {_IMAGE}', f'"{public_url.rstrip("/")}{_PICTURE}" {_IMAGE}')
