"""Migrations as operators start them: processes, several at once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT
from tests.storage.test_migrations import TABLES, _tables
from whimsy.settings import Settings


def test_machines_that_migrate_at_once_all_find_it_done(database: Settings, tmp_path):
    """Each has a data folder, and so a lock file, of its own."""
    url = database.sql_url.replace("+asyncpg", "").replace("+aiosqlite", "")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "whimsy", "migrate"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "WHIMSY_DATA_DIR": str(tmp_path / name), "WHIMSY_DB_URL": url},
        )
        for name in "abc"
    ]  # fmt: skip
    ended = [(process.communicate(timeout=90)[1], process.returncode) for process in running]
    assert ended == [("", 0)] * 3
    assert asyncio.run(_tables(database.sql_url)) == TABLES


def test_alembics_own_command_works_from_the_checkout(tmp_path):
    """Fails without `prepend_sys_path`: no module named whimsy."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "alembic"), "upgrade", "head"], cwd=ROOT, capture_output=True,
        text=True, env={**os.environ, "WHIMSY_DATA_DIR": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert asyncio.run(_tables(Settings(data_dir=tmp_path).sql_url)) == TABLES
