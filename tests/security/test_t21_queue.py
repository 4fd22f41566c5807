"""T21: stuffing the queue. A visitor has one ticket; a crowd of fresh ones from one place pays with work."""

from __future__ import annotations

import pytest

from tests.town import Town
from tests.visitors.solving import solve
from whimsy.errors import BusyElsewhere, NeedsProof
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.settings import Settings
from whimsy.visitors.proof import BotSigns, Proofs


async def test_a_hundred_tabs_of_one_visitor_hold_one_ticket_and_meet_nobody(town):
    """Fails without `_activate` in `Lobby.enter`."""
    tabs = [town.citizen("v") for _ in range(100)]
    assert isinstance(await tabs[0].enter(), Waiting)
    for tab in tabs[1:]:
        with pytest.raises(BusyElsewhere):
            await tab.enter()
    assert isinstance(await tabs[0].poll(), Waiting)


async def test_a_hundred_visitors_of_one_address_never_meet_each_other_where_that_is_set(valkey, tmp_path):
    """Who comes from elsewhere meets one of them at once. Fails without `never` in claim.lua."""
    town = await Town.found(Settings(redis_url=valkey, data_dir=tmp_path, same_address="never"))
    farm = [town.citizen() for _ in range(100)]
    for tab in farm:
        assert isinstance(await tab.enter(address="farm"), Waiting)
    for _ in range(3):  # until a cooldown would be relaxed
        town.sleep(6)
        assert {type(await tab.poll()) for tab in farm} == {Waiting}
    assert isinstance(await town.citizen().enter(address="elsewhere"), Matched)
    await town.close()


async def test_two_of_one_address_meet_only_when_both_waited_long_with_nobody_else(town):
    """A school is not a farm. Fails without `near` in claim.lua."""
    one, other = town.citizen(), town.citizen()
    await one.enter(address="school")
    assert isinstance(await other.enter(address="school"), Waiting)
    for _ in range(2):
        town.sleep(6)
        assert {type(await tab.poll()) for tab in (one, other)} == {Waiting}
    town.sleep(6)
    met = await one.poll()
    assert isinstance(met, Matched) and await other.poll() == met


async def test_fresh_visitors_of_a_crowded_address_pay_more_and_more(town):
    """A farm that throws its ids away is not a beginner again. Fails without the address in `challenge`."""
    proofs = Proofs(town.store, ["k"], Settings(proof_cost=100))
    work = 0
    for i in range(50):
        with pytest.raises(NeedsProof):
            await proofs.demand(f"fresh {i}", BotSigns(crowded=True))
        challenge = await proofs.challenge(f"fresh {i}", "farm")
        work += challenge["maxnumber"]
        await proofs.accept(f"fresh {i}", solve(challenge), "farm")
        await proofs.demand(f"fresh {i}", BotSigns(crowded=True))
    assert work > 10 * 50 * 100
    assert (await proofs.challenge("a neighbour", "elsewhere"))["maxnumber"] == 100


async def test_a_pass_bought_once_does_not_open_the_queue_for_others(town):
    """Fails when the pass is not kept by visitor."""
    proofs = Proofs(town.store, ["k"], Settings(proof_cost=100))
    await proofs.accept("v", solve(await proofs.challenge("v", "farm")), "farm")
    with pytest.raises(NeedsProof):
        await proofs.demand("w", BotSigns(crowded=True))
