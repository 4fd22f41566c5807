"""Serves files of other builds: while servers are replaced, a page may be of another build than this process.

A name with a hash always means the same file, so any build that has it will do.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse

from whimsy.edge.answers import Asgi, Scope

_PART = re.compile(r"/(assets/[\w.-]+-[\w-]{8,}\.\w+)")


def kept_parts(own: Path, builds: Path) -> Callable[[Asgi], Asgi]:
    """Serves hashed files that `own`, the static folder of this process, lacks, from another below `builds`.

    It looks anew at each request, as a newer build may come and an old one go.
    """

    def around(app: Asgi) -> Asgi:
        async def answer(scope: Scope, receive: Any, send: Any) -> None:
            part = _PART.fullmatch(scope["path"]) if scope["type"] == "http" else None
            found = _find(own, builds, part[1]) if part else None
            await (app if found is None else FileResponse(found))(scope, receive, send)

        return answer

    return around


def _find(own: Path, builds: Path, part: str) -> Path | None:
    """Where another build has `part`; None if none has it, or this one has."""
    if (own / part).is_file():
        return None
    return next((file for file in builds.glob(f"*/build/client/{part}") if file.is_file()), None)
