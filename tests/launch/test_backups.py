"""`python -m whimsy backup` and `restore`: a machine is lost, and another goes on where it was."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.moderation.test_command import PASSWORD, log_in, type_in
from whimsy.launch import commands
from whimsy.launch.backups import save
from whimsy.settings import Settings
from whimsy.storage import migrate

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def say(monkeypatch, capsys) -> Say:
    """Runs a command on the machine of these settings; returns its status and what it printed."""

    def run(settings: Settings, *words: str) -> tuple[int, str]:
        monkeypatch.setattr(commands.env, "settings", lambda: settings)
        status = commands.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


@pytest.fixture
def machine(tmp_path: Path, valkey: str) -> Callable[..., Settings]:
    def new(name: str, **given) -> Settings:
        return Settings(data_dir=tmp_path / name, redis_url=valkey, **given)

    return new


def test_a_moderator_logs_in_after_everything_was_lost(say, machine, monkeypatch, tmp_path):
    """Fails without the key in the backup: the second factor would not open."""
    type_in(monkeypatch, PASSWORD, PASSWORD)
    monkeypatch.setenv("WHIMSY_CONTACT", "mailto:help@whimsy.example")
    lost, new, file = machine("lost"), machine("new"), tmp_path / "whimsy.zip"
    uri = say(lost, "moderator", "add", "ada")[1].split()[-1]
    status, told = say(lost, "backup", file)
    assert status == 0 and f"Whoever has {file} has all of them." in told
    status, told = say(new, "restore", file)
    assert status == 0 and "Brought back its key." in told
    assert asyncio.run(log_in(new, uri)) == "ada"
    restored = new.data_dir / "restored.env"
    assert "WHIMSY_CONTACT=mailto:help@whimsy.example\n" in restored.read_text()
    for path in (file, restored, new.data_dir / "secret_key"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_key_of_this_machine_stays(say, machine, tmp_path):
    """Fails when a restore writes over a key: whoever came since would be a stranger."""
    file, lost = tmp_path / "whimsy.zip", machine("lost", secret_key=SecretStr("one"))
    say(lost, "migrate")
    say(lost, "backup", file)
    assert "set already" in say(machine("same", secret_key=SecretStr("one")), "restore", file)[1]
    assert "another key" in say(machine("other", secret_key=SecretStr("two")), "restore", file)[1]
    (machine("kept").data_dir).mkdir()
    (machine("kept").data_dir / "secret_key").write_text("three")
    assert "another key" in say(machine("kept"), "restore", file)[1]
    assert (machine("kept").data_dir / "secret_key").read_text() == "three"


def test_what_cannot_be_is_one_sentence_and_changes_nothing(say, machine, tmp_path, monkeypatch):
    type_in(monkeypatch, PASSWORD, PASSWORD)
    full, file = machine("full"), tmp_path / "whimsy.zip"
    say(full, "moderator", "add", "ada")
    assert say(full, "backup", file)[0] == 0
    database = (full.data_dir / "whimsy.db").read_bytes()
    nonsense = tmp_path / "nonsense.zip"
    nonsense.write_text("hello")
    for words, why in [
        (("restore", file), "add --replace"), (("restore", nonsense), "no backup"),
        (("restore", nonsense, "--replace"), "no backup"),
        (("restore", tmp_path / "none.zip"), "no such file"),
        (("backup", file), "already"), (("backup", tmp_path / "no" / "such.zip"), "such.zip"),
    ]:  # fmt: skip
        status, told = say(full, *words)
        assert (
            status == 1
            and told.startswith("Not done: ")
            and why in told
            and told.count("\n") == 1
            and "Traceback" not in told
        ), told
    assert (full.data_dir / "whimsy.db").read_bytes() == database
    status, told = say(machine("empty"), "backup", tmp_path / "empty.zip")
    assert status == 1 and "nothing to save" in told and not (tmp_path / "empty.zip").exists()
    away = machine("away", db_url=SecretStr("postgresql://nobody@127.0.0.1:1/none"))
    assert "does not answer" in say(away, "restore", file)[1]


def test_a_backup_names_no_secret(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("WHIMSY_TURN_SECRET", "hush-hush")
    any_one = machine("any", secret_key=SecretStr("hush-key"))
    migrate.upgrade(any_one)
    assert "hush" not in save(any_one, tmp_path / "whimsy.zip")
