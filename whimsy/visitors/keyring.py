"""The keys that sign visitor ids: from settings, or made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from whimsy.settings import Settings


def signing_keys(settings: Settings) -> list[str]:
    """All accepted keys, the signing one last. In production the settings have already insisted on one."""
    current = settings.secret_key.get_secret_value() or _kept(settings.data_dir / "secret_key")
    previous = settings.secret_key_previous.get_secret_value()
    return [previous, current] if previous else [current]


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(draft)  # whole or not at all, and the first of several processes wins
        draft.unlink()
    return path.read_text()
