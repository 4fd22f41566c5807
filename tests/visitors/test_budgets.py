"""Budgets on the real Valkey, with the clock moved: so much at once, so much in the long run, each."""

from __future__ import annotations

import asyncio

import pytest

from tests.town import Town
from whimsy.errors import Malformed, TooFast, Unavailable
from whimsy.settings import Rate, Settings
from whimsy.storage import redis
from whimsy.storage.redis import Store
from whimsy.visitors.address import AddressKey
from whimsy.visitors.budgets import Budgets
from whimsy.visitors.identity import VisitorId

ONE, OTHER = VisitorId("one"), VisitorId("other")
HERE, THERE = AddressKey("a" * 32), AddressKey("b" * 32)


@pytest.fixture
def budgets(town: Town) -> Budgets:
    """Ten messages a minute for a visitor, thirty for an address."""
    asked = town.settings.model_copy(update={"message_rate": Rate(10, 60), "address_factor": 3})
    return Budgets(town.store, asked)


async def paid(budgets: Budgets, visitor=ONE, address=HERE, tries: int = 40, kind="message") -> int:
    done = 0
    for _ in range(tries):
        try:
            await budgets.spend(kind, visitor, address)
        except TooFast:
            continue
        done += 1
    return done


async def test_a_visitor_has_a_burst_then_a_pace(budgets, town):
    assert await paid(budgets) == 10
    town.sleep(12.5)
    assert await paid(budgets) == 2
    town.sleep(600)
    assert await paid(budgets) == 10


async def test_whoever_is_refused_learns_how_long_in_words(budgets, town):
    await paid(budgets)
    town.sleep(1)
    with pytest.raises(TooFast) as refused:
        await budgets.spend("message", ONE, HERE)
    assert 4 < refused.value.wait <= 5
    assert refused.value.sentence == "That was too fast. Try again in 5 seconds."


async def test_being_refused_costs_nothing(budgets, town):
    """Fails when budgets.lua writes before it refuses: one who keeps trying would never be let in again."""
    await paid(budgets, tries=100)
    town.sleep(6.5)
    assert await paid(budgets) == 1


async def test_an_address_shares_a_larger_one_and_a_new_visitor_at_it_is_not_fresh(budgets):
    """Fails without the second `_pay` in budgets.py."""
    assert await paid(budgets, ONE) == 10
    assert await paid(budgets, OTHER) == 10
    assert [await paid(budgets, VisitorId(f"v{i}"), tries=4) for i in range(5)] == [4, 4, 2, 0, 0]
    assert await paid(budgets, VisitorId("elsewhere"), THERE) == 10


async def test_one_who_is_out_of_budget_does_not_spend_the_neighbours(budgets):
    """Fails when the address pays before the visitor does."""
    await paid(budgets, ONE, tries=100)
    assert await paid(budgets, OTHER) == 10


async def test_a_visitor_who_changes_address_takes_their_budget_along(budgets):
    assert await paid(budgets, ONE, HERE) == 10
    assert await paid(budgets, ONE, THERE) == 0


async def test_new_visitors_are_paid_for_by_the_address(budgets, town):
    rate = town.settings.visitor_rate
    tries = rate.uses * 3 + 5
    assert await paid(budgets, None, HERE, tries, "visitor") == rate.uses * 3


async def test_kinds_do_not_share(budgets):
    await paid(budgets)
    await budgets.spend("search", ONE, HERE)


async def test_all_at_once_is_no_way_around(budgets):
    spent = await asyncio.gather(
        *(budgets.spend("message", ONE, HERE) for _ in range(60)), return_exceptions=True
    )
    assert spent.count(None) == 10


async def test_every_budget_goes_by_itself(budgets, town):
    await paid(budgets)
    [*keys] = [key async for key in town.store.client.scan_iter("whimsy:*budget*")]
    assert sorted(keys) == [
        f"whimsy:{{budget:message:address:{HERE}}}",
        "whimsy:{budget:message:visitor:one}",
    ]
    assert all([0 < await town.store.client.pttl(key) <= 86_400_000 for key in keys])


@pytest.mark.parametrize("who", ["", "*", "a b", "a:b", "a}b", "a\n", "a\0", "ä", "x" * 65, "x" * 1_000_000])
async def test_what_is_no_id_never_becomes_a_key(budgets, town, who):
    with pytest.raises(Malformed):
        await budgets.spend("message", VisitorId(who), None)
    assert await town.store.client.dbsize() == 0


async def test_without_redis_nothing_is_allowed(settings):
    nowhere = Store(redis.connect("redis://127.0.0.1:1/0", 0.2), settings)
    with pytest.raises(Unavailable):
        await Budgets(nowhere, Settings()).spend("message", ONE, HERE)
    await nowhere.client.aclose()
