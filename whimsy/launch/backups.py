"""`python -m whimsy backup` and `restore`: SQL, the key and the settings; never what people say."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whimsy.errors import Problem
from whimsy.settings import Settings
from whimsy.storage import backup, folder
from whimsy.storage.sql import AWAY
from whimsy.visitors.keyring import signing_keys

_RESTORED = "restored.env"


def save(settings: Settings, file: Path) -> str:
    """Write a backup to `file`; returns what to tell. Raises Problem, or OSError if it cannot be written."""
    chosen = {name: value for name, value in sorted(os.environ.items()) if name.startswith("WHIMSY_")}
    kept = {"key": signing_keys(settings)[-1], "settings": chosen}
    with _answering():
        rows = backup.save(settings, file, kept)
    return f"Saved {rows} rows, the key and {len(chosen)} settings. Whoever has {file} has all of them."


def restore(settings: Settings, file: Path, *, replace: bool) -> str:
    """Fill the database and the data folder from a backup; returns what to tell.

    replace: whether what the database holds may be lost. Raises Problem, or OSError if `file` cannot be read.
    """
    with _answering():
        kept = backup.restore(settings, file, replace=replace)
    key, chosen = str(kept.get("key", "")), kept.get("settings", {})
    told = folder.own(settings.data_dir) / _RESTORED
    lines = [f"{name}={value}" for name, value in {**chosen, "WHIMSY_SECRET_KEY": key}.items()]
    _write(told, "\n".join([*lines, ""]))
    return "\n".join(
        [
            "Restored the database.",
            _key(settings, key),
            f"Its settings and key are in {told}: compare them with those of this machine, then remove it.",
        ]
    )


def _key(settings: Settings, key: str) -> str:
    """Bring back the key, if this machine has none of its own."""
    file = settings.data_dir / "secret_key"
    own = settings.secret_key.get_secret_value() or (file.read_text() if file.exists() else "")
    if own == key:
        return "Its key is set already."
    if own:
        return "This machine has another key: visitors are strangers again, and no second factor opens."
    _write(file, key)
    return "Brought back its key."


def _write(file: Path, content: str) -> None:
    folder.private(file)
    with folder.saying():
        file.write_text(content)


@contextmanager
def _answering() -> Iterator[None]:
    """Raise Problem for a database that does not answer. An OSError that names a file is not its fault."""
    try:
        yield
    except AWAY as error:
        if isinstance(error, OSError) and error.filename:
            raise
        raise Problem("The database at WHIMSY_DB_URL does not answer.") from error
