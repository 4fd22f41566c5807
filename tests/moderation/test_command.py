"""`python -m whimsy moderator add NAME` makes an account one can log in with."""

from __future__ import annotations

import asyncio
import sys

import pyotp
import pytest

from tests.town import Town
from whimsy import __main__ as command
from whimsy.launch import moderator
from whimsy.launch.problem import Problem
from whimsy.moderation.accounts import Accounts
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.visitors.keyring import signing_keys

PASSWORD = "correct horse battery"


def type_in(monkeypatch, *answers: str) -> None:
    left = list(answers)
    monkeypatch.setattr(moderator, "getpass", lambda _: left.pop(0))


async def log_in(settings: Settings, uri: str) -> str:
    town, engine = Town(settings), sql.connect(settings.sql_url)
    await town.client.flushall()
    accounts = Accounts(town.store, sql.sessions(engine), signing_keys(settings))
    try:
        return await accounts.log_in("ada", PASSWORD, pyotp.parse_uri(uri).now(), "home")
    finally:
        await engine.dispose()
        await town.close()


def test_an_account_is_made_in_a_fresh_folder(settings: Settings, monkeypatch, capsys):
    type_in(monkeypatch, PASSWORD, PASSWORD)
    monkeypatch.setattr(command.env, "settings", lambda: settings)
    monkeypatch.setattr(sys, "argv", ["whimsy", "moderator", "add", "ada"])
    assert command.main() == 0
    told = capsys.readouterr().out
    assert PASSWORD not in told
    assert asyncio.run(log_in(settings, told.split()[-1])) == "ada"


@pytest.mark.parametrize(
    ("name", "answers"), [("ada", (PASSWORD, "another")), ("ada", ("short", "short")), ("A", (PASSWORD,) * 2)]
)
def test_what_cannot_be_is_one_sentence(settings: Settings, monkeypatch, name, answers):
    type_in(monkeypatch, *answers)
    with pytest.raises(Problem) as refused:
        moderator.add(settings, name)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "words", [["moderator"], ["moderator", "add"], ["moderator", "drop", "ada"], ["serve", "add", "ada"]]
)
def test_other_words_are_refused(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["whimsy", *words])
    with pytest.raises(SystemExit):
        command.main()
    assert "moderator add NAME" in capsys.readouterr().err
