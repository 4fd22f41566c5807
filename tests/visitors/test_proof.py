"""Proof of work: bound to who was asked, good once and for a time, dearer each time; as ALTCHA does it."""

from __future__ import annotations

import base64
import json
import time

import altcha.v1
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.visitors.solving import solve, solved
from whimsy.errors import NeedsProof
from whimsy.settings import Settings
from whimsy.visitors.proof import BotSigns, Proofs

KEY = "k" * 40
DUE = BotSigns(skipping=True)


@pytest.fixture
def proofs(town) -> Proofs:
    return made(town)


def made(town, *keys: str, **settings) -> Proofs:
    settings = {"proof_cost": 500, **settings}
    return Proofs(town.store, list(keys) or [KEY], Settings(**settings))


def unpacked(payload: str) -> dict:
    return json.loads(base64.b64decode(payload))


def packed(payload: dict) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


async def test_nobody_is_asked_without_a_reason(proofs):
    await proofs.demand("v", BotSigns())


@pytest.mark.parametrize("sign", ["imposed", "skipping", "crowded"])
async def test_any_sign_asks(proofs, sign):
    with pytest.raises(NeedsProof):
        await proofs.demand("v", BotSigns(**{sign: True}))


async def test_what_a_screen_saw_asks_once(proofs):
    """Fails without `wanted` in pass.lua, and without DEL in accept.lua."""
    await proofs.want("v")
    with pytest.raises(NeedsProof):
        await proofs.demand("v", BotSigns())
    await proofs.demand("w", BotSigns())
    await proofs.accept("v", await solved(proofs, "v"))
    for _ in range(20):
        await proofs.demand("v", BotSigns())


async def test_a_proof_is_good_for_some_searches(town):
    """Fails without `left - 1` in pass.lua."""
    proofs = made(town, proof_searches=3)
    await proofs.accept("v", await solved(proofs, "v"))
    for _ in range(3):
        await proofs.demand("v", DUE)
    with pytest.raises(NeedsProof):
        await proofs.demand("v", DUE)


async def test_a_proof_is_good_for_a_time(town):
    """Fails without PX of the pass in accept.lua."""
    proofs = made(town, proof_lasts=0.05)
    await proofs.accept("v", await solved(proofs, "v"))
    time.sleep(0.1)
    with pytest.raises(NeedsProof):
        await proofs.demand("v", DUE)


async def test_a_solution_counts_once(proofs):
    """Fails without NX in accept.lua."""
    payload = await solved(proofs, "v")
    await proofs.accept("v", payload)
    with pytest.raises(NeedsProof):
        await proofs.accept("v", payload)


async def test_a_solution_is_the_visitors_own(proofs):
    """Fails without the visitor in `_own`."""
    payload = await solved(proofs, "v")
    with pytest.raises(NeedsProof):
        await proofs.accept("w", payload)
    await proofs.accept("v", payload)


async def test_a_late_solution_does_not_count(town, proofs):
    """Fails without the look at `left`."""
    payload = await solved(proofs, "v")
    town.sleep(301)
    with pytest.raises(NeedsProof):
        await proofs.accept("v", payload)


async def test_the_end_cannot_be_moved_into_the_number(town, proofs):
    """CVE-2025-68113: digits of the number go to the salt. Fails for salts made and read without the &."""
    answer = unpacked(await solved(proofs, "v"))
    salt, number = answer["salt"], str(answer["number"])
    town.sleep(301)
    for cut in range(len(number)):
        for spliced in (salt + number[:cut], salt[:-1] + number[:cut]):
            forged = {**answer, "salt": spliced, "number": int(number[cut:])}
            with pytest.raises(NeedsProof):
                await proofs.accept("v", packed(forged))


async def test_a_challenge_of_ones_own_making_does_not_count(proofs):
    """Fails without `known`."""
    foreign = Proofs(proofs._store, ["another key" * 5], Settings(proof_cost=1))
    with pytest.raises(NeedsProof):
        await proofs.accept("v", await solved(foreign, "v"))


async def test_a_wrong_number_does_not_count(proofs):
    answer = unpacked(await solved(proofs, "v"))
    with pytest.raises(NeedsProof):
        await proofs.accept("v", packed({**answer, "number": answer["number"] + 1}))


async def test_keys_may_be_rotated_meanwhile(town):
    payload = await solved(made(town, "old" * 20), "v")
    await made(town, "old" * 20, "new" * 20).accept("v", payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.one_of(
        JSON,
        JSON.map(lambda value: base64.b64encode(json.dumps(value).encode()).decode()),
        st.fixed_dictionaries(
            dict.fromkeys(("algorithm", "challenge", "number", "salt", "signature"), JSON)
        ).map(packed),
    )
)
def test_whatever_else_is_sent_does_not_count(payload):
    with pytest.raises(NeedsProof):
        Proofs(None, [KEY], Settings())._read("v", payload)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [{"challenge": "\ud800"}, {"signature": "\ud800"}, {"salt": "\ud800"}, {"number": -1}],
)
async def test_odd_values_do_not_count(proofs, change):
    answer = {**unpacked(await solved(proofs, "v")), **change}
    with pytest.raises(NeedsProof):
        await proofs.accept("v", packed(answer))


async def test_what_is_longer_than_any_solution_is_not_read(proofs):
    """Fails without `_MAX`."""
    answer = json.dumps(unpacked(await solved(proofs, "v")))
    with pytest.raises(NeedsProof):
        await proofs.accept("v", base64.b64encode(answer.ljust(1000).encode()).decode())


async def test_each_proof_costs_twice_the_one_before_up_to_a_bound(proofs):
    """Fails without `own` in `challenge`."""
    costs = []
    for _ in range(7):
        challenge = await proofs.challenge("v")
        costs.append(challenge["maxnumber"])
        await proofs.accept("v", solve(challenge))
    assert costs == [500, 1000, 2000, 4000, 8000, 16_000, 16_000]
    assert (await proofs.challenge("somebody else"))["maxnumber"] == 500


async def test_many_proofs_of_one_address_make_the_next_ones_dearer(proofs):
    """Who begins anew under another id pays for it. Fails without the address in `challenge`."""
    for i in range(16):
        await proofs.accept(f"fresh {i}", await solved(proofs, f"fresh {i}", "farm"), "farm")
    assert (await proofs.challenge("the next", "farm"))["maxnumber"] == 2000
    assert (await proofs.challenge("the next", "elsewhere"))["maxnumber"] == 500


async def test_it_can_be_turned_off(town):
    await made(town, proof_cost=0).demand("v", DUE)


async def test_altcha_agrees(proofs):
    """Their solver solves our challenge: who wants their widget can have it."""
    challenge = await proofs.challenge("v")
    found = altcha.v1.solve_challenge(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["maxnumber"], 0
    )
    assert found is not None
    answer = {**{k: v for k, v in challenge.items() if k != "maxnumber"}, "number": found.number}
    await proofs.accept("v", packed(answer))


async def test_everything_kept_has_an_end(town, proofs):
    await proofs.want("v")
    await proofs.accept("v", await solved(proofs, "v", "home"), "home")
    await proofs.want("v")
    keys = await town.client.keys("whimsy:{proof:*")
    assert len(keys) == 5
    for key in keys:
        assert 0 < await town.client.pttl(key) <= 3_600_000
