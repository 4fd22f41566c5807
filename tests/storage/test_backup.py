"""Everything in SQL is lost and comes back, on both databases and from one to the other."""

from __future__ import annotations

import asyncio
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select, text

from alembic import command
from tests import postgres
from whimsy.moderation.audit import record
from whimsy.settings import Settings
from whimsy.storage import migrate, sql
from whimsy.storage.backup import BadBackup, restore, save

LINE = 'မျှော်လင့် \u2028 👩🏽‍🚀 "quoted"'
KEPT = {"keys": ["a key"], "settings": {"WHIMSY_PORT": "3001"}}
ROWS: dict[str, list[dict[str, Any]]] = {
    "report": [{"id": "r1", "room": "text-1", "filed_ms": 2**40, "reason": "spam", "severity": 1,
                "reporter": "v1", "reporter_address": "", "target": "v2", "target_address": "", "video": True,
                "status": "open", "closed_ms": None, "closed_by": ""}],
    "evidence": [{"report": "r1", "filed_ms": 2**40, "words": "„schlimm“\n", "held_until_ms": 0, "hold": "",
                  "held_by": "",
                  "said": [{"seq": 1, "mine": True, "text": LINE}]}],
    "audit": [{"id": n, "at_ms": n, "who": "ada", "act": "read", "subject": "r1", "detail": "x" * n}
              for n in (3, 7, 1200)],
    "block": [{"person": f"v{n}", "other": "v0", "at_ms": n} for n in range(1, 1100)],
}  # fmt: skip


def held(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""

    async def read() -> dict[str, list[dict[str, Any]]]:
        engine, found = sql.connect(settings.sql_url), MetaData()
        async with engine.connect() as connection:
            await connection.run_sync(found.reflect)
            rows = {
                table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
                for table in found.sorted_tables
            }
        await engine.dispose()
        return rows

    return {
        name: sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
        for name, rows in asyncio.run(read()).items()
    }


def fill(settings: Settings) -> None:
    async def write() -> None:
        engine, found = sql.connect(settings.sql_url), MetaData()
        async with engine.begin() as connection:
            await connection.run_sync(found.reflect)
            for name, rows in ROWS.items():
                await connection.execute(insert(found.tables[name]), rows)
        await engine.dispose()

    asyncio.run(write())


def note(settings: Settings) -> None:
    """Add a line to the audit, as the server does."""

    async def write() -> None:
        engine = sql.connect(settings.sql_url)
        async with sql.sessions(engine)() as session:
            await record(session, "ada", "read", "r1", "", 1)
            await session.commit()
        await engine.dispose()

    asyncio.run(write())


@pytest.fixture
def full(database: Settings) -> Settings:
    migrate.upgrade(database)
    fill(database)
    return database


@pytest.fixture
def saved(full: Settings, tmp_path) -> Path:
    file = tmp_path / "whimsy.zip"
    assert save(full, file, KEPT) == sum(map(len, ROWS.values()))
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request, tmp_path_factory) -> Settings:
    """Another machine, with an empty database of each kind."""
    folder = tmp_path_factory.mktemp("other")
    if request.param == "sqlite":
        return Settings(data_dir=folder)
    url = request.getfixturevalue("postgres_url")
    return Settings(data_dir=folder, db_url=asyncio.run(postgres.fresh_database(url, "another_machine")))


def test_all_comes_back_on_another_machine(full, saved, other):
    """Fails when a table or a kind of value is left out, or the next row gets a number that is taken."""
    assert saved.stat().st_mode & 0o077 == 0
    assert restore(other, saved) == KEPT
    assert held(other) == held(full)
    note(other)
    assert max(row["id"] for row in held(other)["audit"]) == 1201


def test_a_backup_of_an_older_version_is_migrated(database, other, tmp_path):
    command.upgrade(migrate.config(database.sql_url), "0002")
    fill(database)
    save(database, tmp_path / "old.zip", {})
    restore(other, tmp_path / "old.zip")
    found = held(other)
    assert found["alembic_version"] != held(database)["alembic_version"] and found["set_aside"] == []
    assert len(found["block"]) == 1099


def test_what_a_database_holds_is_lost_only_when_that_is_said(full, saved):
    note(full)
    before = held(full)
    with pytest.raises(BadBackup, match="--replace"):
        restore(full, saved)
    assert held(full) == before
    restore(full, saved, replace=True)
    assert len(held(full)["audit"]) == 3


def test_no_file_is_written_over(full, saved):
    before = saved.read_bytes()
    with pytest.raises(BadBackup, match="already"):
        save(full, saved, {})
    assert saved.read_bytes() == before


def changed(saved: Path, **files: str | None) -> Path:
    """A copy of a backup with these files in place of its own; None leaves one out."""
    copy = saved.with_name("changed.zip")
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            stem = name.partition(".")[0]
            if stem not in files:
                new.writestr(name, old.read(name))
            elif (content := files[stem]) is not None:
                new.writestr(name, content)
    return copy


def head(**change: Any) -> str:
    return json.dumps({"format": 1, "revision": "0003", "kept": {}, **change})


@pytest.mark.parametrize(
    ("files", "why"),
    [({"whimsy": None}, "no backup"), ({"whimsy": "[]"}, "no backup"), ({"whimsy": "{"}, "no backup"),
     ({"whimsy": head(kept=None)}, "newer"), ({"whimsy": head(format=2)}, "newer"),
     ({"whimsy": head(revision="9999")}, "newer"), ({"block": None}, "damaged"), ({"block": "{"}, "damaged"),
     ({"block": '{"nothing": 1}'}, "damaged"), ({"block": "[1]"}, "damaged"),
     ({"block": '{"person": "a"}'}, "damaged")],
)  # fmt: skip
def test_what_cannot_be_restored_changes_nothing(full, saved, files, why):
    """Fails without the trial: a database would be emptied for a backup that is damaged."""
    before = held(full)
    with pytest.raises(BadBackup, match=why):
        restore(full, changed(saved, **files), replace=True)
    assert held(full) == before


def test_half_a_file_and_a_text_are_no_backups(full, saved, tmp_path):
    whole = saved.read_bytes()
    for content in (whole[: len(whole) // 2], b"hello", b""):
        (tmp_path / "half.zip").write_bytes(content)
        with pytest.raises(BadBackup, match="no backup"):
            restore(full, tmp_path / "half.zip", replace=True)


def test_a_backup_that_fails_leaves_nothing_behind(full, tmp_path):
    async def lose() -> None:
        engine = sql.connect(full.sql_url)
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE alembic_version"))
        await engine.dispose()

    asyncio.run(lose())
    with pytest.raises(BadBackup, match="nothing to save"):
        save(full, tmp_path / "none.zip", {})
    assert [file.name for file in tmp_path.iterdir() if "none" in file.name] == []
