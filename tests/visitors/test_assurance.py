"""The door: asked once, remembered signed, and of the present rules."""

from __future__ import annotations

import pytest

from whimsy.visitors import assurance
from whimsy.visitors.assurance import Declared, Door, NoProvider, provider
from whimsy.visitors.identity import VisitorId

ONE, OTHER = VisitorId("one"), VisitorId("other")
KEYS = ["k" * 32]


def door(keys: list[str] = KEYS, lasts: float = 3600) -> Door:
    return Door(keys, Declared(), lasts)


async def test_who_agreed_is_not_asked_again():
    assert door().passed(ONE, await door().admit(ONE, "declared"))


@pytest.mark.parametrize("claim", ["", "yes", None, 18, ["declared"], {"declared": 1}, "declared" * 9999])
async def test_what_is_no_claim_admits_nobody(claim):
    """Fails without `admits` in `Door.admit`."""
    assert await door().admit(ONE, claim) == ""


async def test_a_pass_is_one_visitors_own():
    """Fails when `passed` does not compare the visitor."""
    assert not door().passed(OTHER, await door().admit(ONE, "declared"))


async def test_a_pass_of_another_key_or_of_none_is_refused():
    for forged in (await door(["x" * 32]).admit(ONE, "declared"), "", "one", None, 7, [], "x" * 5000):
        assert not door().passed(ONE, forged)


async def test_a_key_that_was_rotated_away_still_counts():
    assert door([*KEYS, "n" * 32]).passed(ONE, await door().admit(ONE, "declared"))


async def test_new_rules_are_asked_for_again(monkeypatch):
    """Fails when `passed` does not compare the rules."""
    old = await door().admit(ONE, "declared")
    monkeypatch.setattr(assurance, "RULES", "2027-01")
    assert not door().passed(ONE, old)


async def test_a_pass_does_not_last_for_ever():
    """Fails when `passed` does not compare the end."""
    assert not door().passed(ONE, await door(lasts=-2).admit(ONE, "declared"))


class Stern:
    """A provider as a deployer would bring it."""

    async def admits(self, visitor: VisitorId, claim: str) -> bool:
        return (visitor, claim) == (ONE, "proof")


async def test_a_deployer_brings_a_stronger_provider():
    made = Door(KEYS, provider("tests.visitors.test_assurance:Stern"), 60)
    assert await made.admit(ONE, "declared") == "" and await made.admit(OTHER, "proof") == ""
    assert made.passed(ONE, await made.admit(ONE, "proof"))


@pytest.mark.parametrize("name", ["nowhere.at.all:x", "whimsy.errors:nothing", "whimsy.errors", ":", "x:y"])
def test_a_provider_that_cannot_be_loaded_is_one_sentence(name):
    with pytest.raises(NoProvider, match="WHIMSY_ASSURANCE"):
        provider(name)
