"""The command line: its words, what it tells of an installation, and that it tells no secret."""

from __future__ import annotations

import json
import tomllib
from importlib import import_module

import pytest

from tests.serving import ROOT
from whimsy import __version__
from whimsy.launch import commands
from whimsy.settings import Settings

SECRET = "kept-by-nobody-else"


@pytest.fixture
def say(monkeypatch, capsys):
    """Runs a command with settings of the environment; returns its status and what it printed."""
    monkeypatch.setenv("WHIMSY_SECRET_KEY", SECRET)
    monkeypatch.setenv("WHIMSY_PORT", "3999")
    monkeypatch.setenv("WHIMSY_OPENING_TIMES", "mon 10:00-12:00")
    monkeypatch.setattr(commands.env, "settings", commands.env.read)

    def run(*words: str) -> tuple[int, str]:
        status = commands.main(list(words))
        return status, capsys.readouterr().out

    return run


def test_every_setting_is_listed_with_its_value_and_no_secret_is(say):
    """Fails when a secret is printed as it is, or a setting is left out."""
    status, told = say("settings")
    lines = {line.split()[0]: line.split()[1:] for line in told.splitlines()}
    assert status == 0 and set(lines) == {f"WHIMSY_{name.upper()}" for name in Settings.model_fields}
    assert lines["WHIMSY_PORT"] == ["3999", "(set)"] and lines["WHIMSY_BEAT"] == ["2.5"]
    assert lines["WHIMSY_SECRET_KEY"] == ["hidden", "(set)"] and lines["WHIMSY_REDIS_URL"] == []
    told_as_json = say("settings", "--json")[1]
    found = json.loads(told_as_json)
    assert found["WHIMSY_PORT"] == {"value": 3999, "set": True}
    assert found["WHIMSY_MESSAGE_RATE"] == {"value": "30/30", "set": False}
    assert set(found) == set(lines) and SECRET not in told + told_as_json


def test_a_version_is_told_to_people_and_to_programs(say):
    assert say("version")[1].split()[:2] == ["whimsy", __version__]
    found = json.loads(say("version", "--json")[1])
    assert found["whimsy"] == __version__ and found["reflex"] and found["python"]


def test_a_setting_that_cannot_be_ends_every_command_in_a_sentence(say, monkeypatch, capsys):
    monkeypatch.setenv("WHIMSY_PORT", "many")
    assert commands.main(["settings"]) == 1
    assert capsys.readouterr().err.startswith("Whimsy can't start: WHIMSY_PORT")


@pytest.mark.parametrize(
    "words", [["nonsense"], ["serve", "now"], ["settings", "port"], ["version", "--yaml"]]
)
def test_nonsense_is_refused_before_anything_is_done(say, words, capsys):
    with pytest.raises(SystemExit) as ended:
        say(*words)
    assert ended.value.code == 2 and "usage: " in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["moderator"], *([name] for name in commands.RUNS)])
def test_every_command_has_help(words, capsys):
    with pytest.raises(SystemExit) as ended:
        commands.main([*words, "--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and "usage: " in told and len(told.splitlines()) > 4


def test_an_installed_whimsy_has_the_same_commands():
    """Fails when the entry point names what is not there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, _, name = project["scripts"]["whimsy"].partition(":")
    assert getattr(import_module(module), name) is commands.main
    assert project["version"] == __version__
