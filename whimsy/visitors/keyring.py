"""The keys that sign visitor ids: from settings, or made once and kept in the data folder."""

import fcntl
import os
import secrets
from pathlib import Path

from whimsy.settings import Settings
from whimsy.storage import folder


def signing_keys(settings: Settings) -> list[str]:
    """All accepted keys, the signing one last; raises BadFolder.

    Without a key in the settings, which production insists on, one is made in the data folder.
    """
    current = settings.secret_key.get_secret_value() or _kept(settings.data_dir / "secret_key")
    previous = settings.secret_key_previous.get_secret_value()
    return [previous, current] if previous else [current]


def _kept(path: Path) -> str:
    with folder.saying():
        if not path.exists():
            _make(path)
        kept = path.read_text()
    if not kept:
        raise folder.BadFolder("WHIMSY_DATA_DIR holds a secret_key that is empty: remove it for a new one.")
    return kept


def _make(path: Path) -> None:
    """Make the key once, by a lock and a rename, as several processes may start at the same moment."""
    folder.own(path.parent)
    with folder.writing(path.with_name("secret_key.lock")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        draft = path.with_name("secret_key.draft")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        draft.replace(path)
