"""Ids are the server's: whatever else a browser presents is replaced, never trusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.settings import Settings
from whimsy.visitors.identity import Identity
from whimsy.visitors.keyring import signing_keys

OURS = Identity(["a key of ours"])


def test_a_visitor_keeps_their_id():
    visitor, token = OURS.visitor("")
    assert OURS.visitor(token) == (visitor, token)


@pytest.mark.parametrize("token", [None, 7, "", "me", "a.b", "x" * 10_000, [], {}])
def test_what_we_did_not_sign_is_replaced(token):
    assert OURS.visitor(token)[1] != token


def test_another_keys_token_is_replaced():
    theirs, token = Identity(["another key"]).visitor("")
    assert OURS.visitor(token)[0] != theirs


def test_a_changed_token_is_replaced():
    visitor, token = OURS.visitor("")
    for i in range(len(token)):
        changed = token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1 :]
        found, _ = OURS.visitor(changed)
        # base64 leaves spare bits at the end: another spelling of the very same signature is no forgery
        assert found != visitor or i in (token.index(".") - 1, len(token) - 1)


def test_the_key_before_is_accepted_and_signed_anew():
    visitor, old = Identity(["old"]).visitor("")
    rotated = Identity(["old", "new"])
    same, new = rotated.visitor(old)
    assert same == visitor
    assert Identity(["new"]).visitor(new)[0] == visitor
    assert Identity(["new"]).visitor(old)[0] != visitor


def test_a_tab_keeps_its_secret_and_redis_never_sees_it():
    visitor, _ = OURS.visitor("")
    tab, secret = OURS.tab("", visitor)
    assert OURS.tab(secret, visitor) == (tab, secret)
    assert secret not in tab.id and tab.id not in secret


def test_a_tabs_secret_opens_nothing_in_another_browser():
    mine, _ = OURS.visitor("")
    theirs, _ = OURS.visitor("")
    tab, secret = OURS.tab("", mine)
    assert OURS.tab(secret, theirs)[0].id != tab.id


@given(st.text() | st.integers() | st.none())
def test_no_secret_of_the_browsers_own_making_is_kept_unless_it_has_the_right_shape(raw):
    tab, secret = OURS.tab(raw, OURS.visitor("")[0])
    assert len(secret) == 43
    assert len(tab.id) == 32


def test_with_self_match_each_tab_is_a_person():
    alone = Identity(["key"], self_match=True)
    visitor, _ = alone.visitor("")
    one, other = alone.tab("", visitor)[0], alone.tab("", visitor)[0]
    assert one.visitor == other.visitor and one.person != other.person
    assert OURS.tab("", visitor)[0].person == OURS.tab("", visitor)[0].person == visitor


def test_a_key_is_made_once_kept_and_private(tmp_path):
    settings = Settings(data_dir=tmp_path)
    [key] = signing_keys(settings)
    assert signing_keys(settings) == [key]
    assert len(key) >= 43
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"secret_key", "secret_key.lock"}


def test_a_key_from_settings_is_used_and_the_one_before_still_accepted(tmp_path):
    settings = Settings(data_dir=tmp_path, secret_key="new", secret_key_previous="old")
    assert signing_keys(settings) == ["old", "new"]
    assert list(tmp_path.iterdir()) == []
