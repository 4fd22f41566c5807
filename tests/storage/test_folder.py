"""The data folder is for our eyes only, and what the disk refuses is a sentence that names the setting."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from whimsy.settings import Settings
from whimsy.storage import folder, migrate
from whimsy.visitors.keyring import signing_keys


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_folder_and_the_database_are_private(tmp_path):
    """Fails without `folder.own` and `folder.private`."""
    before = os.umask(0o022)
    try:
        data = tmp_path / "new" / "data"
        migrate.upgrade(Settings(data_dir=data))
    finally:
        os.umask(before)
    assert (mode(data), mode(data / "whimsy.db")) == (0o700, 0o600)


def test_one_of_an_older_version_is_closed_and_one_of_somebody_elses_is_not(tmp_path):
    older, theirs = tmp_path / "older", tmp_path / "theirs"
    for made in (older, theirs):
        made.mkdir()
        made.chmod(0o755)
    (older / "migrate.lock").touch()
    (older / "whimsy.db").touch(0o644)
    (theirs / "letter").touch()
    for made in (older, theirs):
        migrate.upgrade(Settings(data_dir=made))
        assert mode(made / "whimsy.db") == 0o600
    assert (mode(older), mode(theirs)) == (0o700, 0o755)


def test_a_shared_folder_such_as_tmp_stays_open(tmp_path):
    tmp_path.chmod(0o1777)
    folder.own(tmp_path)
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


@pytest.mark.parametrize(
    ("error", "words"),
    [(OSError(errno.EROFS, "x"), "read-only"), (OSError(errno.ENOSPC, "x"), "full"),
     (PermissionError(errno.EACCES, "x"), "may not write"), (OSError(errno.EIO, "x"), "EIO"),
     (shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'")]), "full")],
)  # fmt: skip
def test_what_the_disk_refuses_is_said(error, words):
    with pytest.raises(folder.BadFolder, match=words) as said, folder.saying():
        raise error
    assert str(said.value).startswith("WHIMSY_DATA_DIR ")


def test_a_path_that_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    for path in (
        tmp_path / "file",
        tmp_path / "file" / "below",
        Path("/proc/nowhere"),
        tmp_path / ("x" * 300),
    ):
        with pytest.raises(folder.BadFolder, match="WHIMSY_DATA_DIR"):
            folder.own(path)


def test_a_disk_without_hard_links_keeps_a_key(tmp_path, monkeypatch):
    """Fails with `hardlink_to`, as on exFAT and some network disks."""

    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", none)
    monkeypatch.setattr(Path, "hardlink_to", none)
    [key] = signing_keys(Settings(data_dir=tmp_path))
    assert signing_keys(Settings(data_dir=tmp_path)) == [key] and len(key) >= 43
    assert not list(tmp_path.glob("*draft*"))


def test_an_empty_key_signs_nothing(tmp_path):
    (tmp_path / "secret_key").touch()
    with pytest.raises(folder.BadFolder, match="empty"):
        signing_keys(Settings(data_dir=tmp_path))
