"""The data folder: keys, the database and the embedded Valkey are in it, so nobody else may look inside."""

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from whimsy.errors import Problem

_ONLY_US = 0o077
_MARK = "migrate.lock"
"""The file by which a folder is known to be ours."""


class BadFolder(Problem):
    """The data folder cannot be used."""


def own(path: Path) -> Path:
    """Make the folder if it is missing, readable to us alone; returns it. Raises BadFolder.

    A folder that is there already is closed to others only if it is empty or was ours before: somebody may
    have named one that others use too, such as /tmp.
    """
    with saying():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = path.stat()
        closable = found.st_uid == os.getuid() and not found.st_mode & stat.S_ISVTX
        if found.st_mode & _ONLY_US and closable and ((path / _MARK).exists() or not any(path.iterdir())):
            with suppress(PermissionError):  # a file system without modes
                path.chmod(0o700)
    return path


def private(path: Path) -> None:
    """Make a file that we alone may read, or close the one that is there to others. Raises BadFolder."""
    with saying():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        found = path.stat()
        if found.st_mode & _ONLY_US and found.st_uid == os.getuid():
            with suppress(PermissionError):
                path.chmod(0o600)


@contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """Open a file of the folder to append to it; raises BadFolder."""
    with saying():
        file = path.open("a")
    with file:
        yield file


@contextmanager
def saying() -> Iterator[None]:
    """Raise BadFolder for whatever the disk refuses."""
    try:
        yield
    except OSError as error:
        raise BadFolder(f"WHIMSY_DATA_DIR {reason(error)}.") from error


def reason(error: OSError) -> str:
    """Why the disk refused, as the rest of a sentence that begins with a name."""
    number = error.errno or 0
    if not number and (told := re.search(r"\[Errno (\d+)\]", str(error))):  # shutil.Error lists several
        number = int(told[1])
    return _REASONS.get(number, f"cannot be used ({errno.errorcode.get(number, type(error).__name__)})")


_REASONS = {
    errno.EACCES: "is a folder this user may not write to",
    errno.EPERM: "is a folder this user may not write to",
    errno.ENOENT: "is in a folder that is not there and cannot be made",
    errno.EROFS: "is on a disk that is read-only",
    errno.ENOSPC: "is on a disk that is full",
    errno.EDQUOT: "is on a disk where this user's share is full",
    errno.EEXIST: "is a file, and must be a folder",
    errno.ENOTDIR: "is below a file, and must be a folder",
    errno.ENAMETOOLONG: "is longer than a path can be",
}
