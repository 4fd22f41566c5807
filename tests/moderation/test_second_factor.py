"""Codes of an authenticator, and the seal their secrets are kept under."""

from __future__ import annotations

import pyotp
import pytest

from whimsy.moderation.second_factor import CannotOpen, SecondFactors

NOW = 1_700_000_010_000
"""In ms, ten seconds into a step."""


def code(uri: str, at_ms: int) -> str:
    return pyotp.parse_uri(uri).at(at_ms // 1000)


def test_a_code_is_good_a_step_before_and_after_and_says_which():
    """Fails without a step of `steps`: clocks differ; the step is what makes a code good once."""
    factors = SecondFactors(["key"])
    sealed, uri = factors.make("ada")
    now = NOW // 30_000
    for away in (-1, 0, 1):
        assert factors.step(sealed, code(uri, NOW + away * 30_000), NOW) == now + away
    for away in (-2, 2):
        assert factors.step(sealed, code(uri, NOW + away * 30_000), NOW) is None
    assert factors.step(sealed, "", NOW) is None


def test_a_secret_is_sealed_and_opens_under_any_key_we_have():
    """Fails when the newest key alone opens, or when `resealed` leaves a secret under an old one."""
    sealed, uri = SecondFactors(["old"]).make("ada")
    assert uri.split("secret=")[1].split("&")[0] not in sealed
    both = SecondFactors(["old", "new"])
    assert both.step(sealed, code(uri, NOW), NOW)
    anew = both.resealed(sealed)
    assert anew != sealed and both.resealed(anew) == anew
    assert SecondFactors(["new"]).step(anew, code(uri, NOW), NOW)
    for lost in (
        lambda: SecondFactors(["new"]).step(sealed, "123456", NOW),
        lambda: both.resealed("no seal"),
    ):
        with pytest.raises(CannotOpen):
            lost()
