"""`python -m whimsy moderator add NAME` makes an account one can log in with."""

from __future__ import annotations

import asyncio
import sys

import pyotp
import pytest
from pydantic import SecretStr

from tests.town import Town
from whimsy.errors import Problem
from whimsy.launch import commands as command
from whimsy.launch import moderator
from whimsy.moderation.accounts import Accounts
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.visitors.identity import Identity
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


def say(monkeypatch, capsys, settings: Settings, *words: str) -> tuple[int, str]:
    monkeypatch.setattr(command.env, "settings", lambda: settings)
    monkeypatch.setattr(sys, "argv", ["whimsy", "moderator", *words])
    status = command.main()
    told = capsys.readouterr()
    return status, told.out + told.err


def test_moderators_are_listed_disabled_enabled_and_given_new_keys(settings: Settings, monkeypatch, capsys):
    """Fails without any one of the acts in `moderator.run`."""
    type_in(monkeypatch, *(PASSWORD,) * 6)
    for name in ("ada", "bob"):
        assert say(monkeypatch, capsys, settings, "add", name)[0] == 0
    status, told = say(monkeypatch, capsys, settings, "disable", "bob")
    assert status == 0 and "every session of theirs has ended" in told
    told = say(monkeypatch, capsys, settings, "list")[1].splitlines()
    assert [line.split()[:2] for line in told] == [["ada", "enabled"], ["bob", "disabled"]]
    status, told = say(monkeypatch, capsys, settings, "disable", "ada")
    assert status == 1 and "Nobody but ada" in told and "Traceback" not in told
    assert say(monkeypatch, capsys, settings, "enable", "bob")[0] == 0
    uri = say(monkeypatch, capsys, settings, "reset", "ada")[1].split()[-1]
    assert asyncio.run(log_in(settings, uri)) == "ada"
    status, told = say(monkeypatch, capsys, settings, "enable", "nobody")
    assert status == 1 and "There is no moderator nobody." in told


def test_a_rotation_ends_with_a_command_and_a_start_says_who_is_locked_out(
    settings: Settings, monkeypatch, capsys
):
    """Fails without `Staff.reseal`, or without `locked_out` at the start."""

    def keys(key: str, previous: str = "") -> Settings:
        given = {"secret_key": SecretStr(key), "secret_key_previous": SecretStr(previous)}
        return settings.model_copy(update=given)

    type_in(monkeypatch, *(PASSWORD,) * 2)
    uri = say(monkeypatch, capsys, keys("old"), "add", "ada")[1].split()[-1]
    told = moderator.locked_out(keys("new"))
    assert "ada" in told and "WHIMSY_SECRET_KEY_PREVIOUS" in told
    assert "Sealed 0 anew" in (told := say(monkeypatch, capsys, keys("new"), "reseal")[1]) and "ada" in told
    assert say(monkeypatch, capsys, keys("new", "old"), "reseal") == (0, "Sealed 1 anew.\n")
    assert moderator.locked_out(keys("new")) == ""
    assert asyncio.run(log_in(keys("new"), uri)) == "ada"


def test_a_key_is_accepted_before_it_signs_so_that_a_rollout_drops_nobody(settings: Settings):
    """Fails when the key in WHIMSY_SECRET_KEY_PREVIOUS is not accepted before it is the one that signs."""
    first = settings.model_copy(
        update={"secret_key": SecretStr("old"), "secret_key_previous": SecretStr("new")}
    )
    second = settings.model_copy(
        update={"secret_key": SecretStr("new"), "secret_key_previous": SecretStr("old")}
    )
    before, after = Identity(signing_keys(first)), Identity(signing_keys(second))
    visitor, signed_new = after.visitor("")
    assert before.known(signed_new) == after.known(before.visitor(signed_new)[1]) == visitor


@pytest.mark.parametrize(
    "words",
    [["moderator"], ["moderator", "add"], ["moderator", "drop", "ada"], ["serve", "add", "ada"],
     ["moderator", "list", "ada"], ["moderator", "disable", "ada", "bob"]],
)  # fmt: skip
def test_other_words_are_refused(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "argv", ["whimsy", *words])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2 and "error: " in capsys.readouterr().err
