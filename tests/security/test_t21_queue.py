"""T21: stuffing the queue. A visitor has one ticket; a crowd of fresh ones from one place pays with work."""

from __future__ import annotations

import pytest

from tests.town import Town
from tests.visitors.solving import solve
from whimsy.errors import BusyElsewhere, NeedsProof
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.settings import Settings
from whimsy.visitors.blocks import block
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


async def test_two_of_one_address_meet_only_when_both_waited_long_while_others_are_there(town):
    """A school is not a farm. Fails without `near` in claim.lua."""
    one, other, elsewhere = town.citizen(), town.citizen(), town.citizen()
    await block(town.store, [(elsewhere.tab.person, tab.tab.person) for tab in (one, other)], 60_000)
    await elsewhere.enter(address="elsewhere")
    await one.enter(address="school")
    assert (await other.enter(address="school")).company == "near"
    for _ in range(2):
        town.sleep(6)
        assert {type(await tab.poll()) for tab in (elsewhere, one, other)} == {Waiting}
    town.sleep(6)
    met = await one.poll()
    assert isinstance(met, Matched) and await other.poll() == met


async def test_two_of_one_address_meet_at_once_when_nobody_else_is_there(town):
    """A family does not sit before two dots. Fails without `neighbour` in claim.lua."""
    one, other, left = town.citizen(), town.citizen(), town.citizen()
    await left.enter(address="elsewhere")
    await left.cancel()
    await one.enter(address="home")
    assert isinstance(await other.enter(address="home"), Matched)


async def test_a_neighbour_is_met_after_anybody_else_but_before_nobody(town):
    """Fails when a neighbour goes before a stranger, or when who was just met counts as somebody else."""
    one, other, room = await town.pair()
    await one.leave(room)
    await one.enter(address="home")
    await other.enter(address="elsewhere")
    newcomer = town.citizen()
    met = await newcomer.enter(address="home")
    assert isinstance(met, Matched) and (await other.see()).room == met.room
    assert (await one.see()).phase == "searching"
    await other.leave(met.room)
    assert (await other.enter(address="elsewhere")).company == "met"
    assert isinstance(await newcomer.enter(address="home"), Matched)
    assert (await one.see()).phase == "chatting" and (await other.see()).phase == "searching"


async def test_a_whole_class_meets_although_all_are_of_one_address(town):
    """Fails when only two may be there: thirty would wait for 15 s."""
    pupils = [town.citizen() for _ in range(30)]
    for pupil in pupils:
        await pupil.enter(address="school")
    assert {(await pupil.see()).phase for pupil in pupils} == {"chatting"}


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
