"""A backup: all of SQL, and what its deployer adds, in one zip. Nothing of Redis is in it, so no talk.

whimsy.json    {"format", "revision", "kept"}: its form, the migration of the tables, what the deployer adds
NAME.jsonl     a table, one row a line

A backup of one database can be restored into the other, and one of an older version is migrated.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from alembic import command
from whimsy.errors import Problem
from whimsy.settings import Settings
from whimsy.storage import folder, migrate, sql

_FORMAT = 1
_HEAD = "whimsy.json"
_AT_ONCE = 500
"""Rows that are read or written at once."""
_VERSIONS = "alembic_version"


class BadBackup(Problem):
    """This is no backup, or it cannot be restored here. Nothing was changed."""


def save(settings: Settings, file: Path, kept: dict[str, Any]) -> int:
    """Write a backup to `file`, readable to its owner alone; returns how many rows it has.

    kept: what to hand out at a restore, fit for JSON. Raises BadBackup if there is such a file, OSError, or
    SQLAlchemy's errors; then there is no new file.
    """
    if file.exists():
        raise BadBackup("There is such a file already; nothing was written.")
    _reach(settings)
    draft = file.with_name(f".{file.name}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            rows: int = asyncio.run(_connected(settings.sql_url, lambda each: _dump(each, out, kept)))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return rows


def restore(settings: Settings, file: Path, *, replace: bool = False) -> dict[str, Any]:
    """Fill the database from a backup, and migrate it; returns what was `kept` with it.

    replace: whether a database that holds something is emptied for it. Raises BadBackup, OSError, or
    SQLAlchemy's errors. Not while Whimsy runs, and not from within an event loop.
    """
    head = _head(file)
    with tempfile.TemporaryDirectory(prefix="whimsy-restore-") as scratch:
        # What cannot be restored must be found before anything is changed.
        try:
            _fill(f"sqlite+aiosqlite:///{scratch}/trial.db", head["revision"], file)
        except (SQLAlchemyError, ValueError, KeyError) as error:
            raise BadBackup("The backup is damaged; nothing was changed.") from error
    _reach(settings)
    if not replace and asyncio.run(_connected(settings.sql_url, _holds)):
        raise BadBackup(
            "The database holds something: name an empty one, or add --replace to lose what it holds."
        )
    try:
        command.downgrade(migrate.config(settings.sql_url), "base")
    except CommandError as error:
        raise BadBackup("The database is of a newer Whimsy; nothing was changed.") from error
    _fill(settings.sql_url, head["revision"], file)
    migrate.upgrade(settings)
    kept: dict[str, Any] = head["kept"]
    return kept


def _reach(settings: Settings) -> None:
    """Make sure that the default database can be opened, on a machine that has none yet."""
    if not settings.db_url.get_secret_value():
        folder.private(folder.own(settings.data_dir) / "whimsy.db")


def _head(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise BadBackup("There is no such file; nothing was changed.")
    try:
        with ZipFile(file) as archive:
            if archive.testzip() is not None:
                raise BadBackup("The backup is damaged; nothing was changed.")
            head = json.loads(archive.read(_HEAD))
        if head["format"] != _FORMAT or not isinstance(head["kept"], dict):
            raise BadBackup("The backup is of a newer Whimsy; nothing was changed.")
    except (BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
        raise BadBackup("That is no backup of Whimsy; nothing was changed.") from error
    known = {one.revision for one in ScriptDirectory.from_config(migrate.config("")).walk_revisions()}
    if head["revision"] not in known:
        raise BadBackup("The backup is of a newer Whimsy; nothing was changed.")
    found: dict[str, Any] = head
    return found


async def _connected(url: str, act: Any) -> Any:
    """Run `act(connection)` in one transaction."""
    engine = sql.connect(url)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="SERIALIZABLE")
            async with connection.begin():
                return await connection.run_sync(act)
    finally:
        await engine.dispose()


def _dump(connection: Connection, out: IO[bytes], kept: dict[str, Any]) -> int:
    rows = 0
    if not inspect(connection).has_table(_VERSIONS):
        raise BadBackup("There is nothing to save: the database has no tables of Whimsy's.")
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute("BEGIN")  # its driver begins no transaction to read
        cursor.close()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        [revision] = sql.heads(connection)
        archive.writestr(_HEAD, json.dumps({"format": _FORMAT, "revision": revision, "kept": kept}))
        for table in _tables(connection):
            with archive.open(f"{table.name}.jsonl", "w") as lines:
                for row in connection.execute(select(table)).mappings():
                    lines.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")
                    rows += 1
    return rows


def _tables(connection: Connection) -> list[Table]:
    """The tables there are, each after those that it refers to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSIONS]


def _holds(connection: Connection) -> bool:
    return any(connection.execute(select(table).limit(1)).first() for table in _tables(connection))


def _fill(url: str, revision: str, file: Path) -> None:
    command.upgrade(migrate.config(url), revision)
    asyncio.run(_connected(url, lambda connection: _load(connection, file)))


def _load(connection: Connection, file: Path) -> None:
    with ZipFile(file) as archive:
        tables = {f"{table.name}.jsonl": table for table in _tables(connection)}
        if set(archive.namelist()) != {_HEAD, *tables}:
            raise ValueError("other tables")
        for name, table in tables.items():
            for rows in _read(archive, name, set(table.c.keys())):
                connection.execute(insert(table), rows)
            if connection.dialect.name == "postgresql" and "id" in table.c:
                _go_on_counting(connection, table)


def _read(archive: ZipFile, name: str, columns: set[str]) -> Iterator[list[dict[str, Any]]]:
    """The rows of a table, some at once; raises ValueError for one that has other columns."""
    rows: list[dict[str, Any]] = []
    with archive.open(name) as lines:
        for line in lines:
            row = json.loads(line)
            if not isinstance(row, dict) or row.keys() != columns:
                raise ValueError("another row")
            rows.append(row)
            if len(rows) == _AT_ONCE:
                yield rows
                rows = []
    if rows:
        yield rows


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give the next row a number that none has."""
    counter = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar()
    last = connection.execute(select(func.max(table.c.id))).scalar()
    if counter and last is not None:
        connection.execute(select(func.setval(counter, last)))
