"""How somebody stands, from what Redis keeps of their sanctions: pure, so every corner is cheap to try."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whimsy.errors import Sanctioned
from whimsy.moderation.clock import HOUR
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Sanction, Step, SubjectKind
from whimsy.moderation.standing import Card, Standing, fact, weigh

NOW = 1_000 * HOUR
NO_CARD = Card()


def imposed(step: Step, hours: float = 1, number: int = 7, kind: SubjectKind = SubjectKind.VISITOR) -> str:
    return fact(
        Sanction(
            id=number, kind=kind, subject="v", step=step, reason=Reason.SPAM, imposed_by="ada", imposed_ms=0,
            until_ms=NOW + int(hours * HOUR),
        )
    )  # fmt: skip


@pytest.mark.parametrize("facts", [[], [""], [imposed(Step.BAN, 0)], [imposed(Step.BAN, -1), ""]])
def test_what_ended_or_was_lifted_does_not_count(facts):
    """Fails with >= in `weigh`: a ban would end a moment late, or with the lifted counted."""
    standing = weigh(facts, NOW)
    assert standing == Standing()
    assert standing.sentence == "" and standing.card == NO_CARD and not standing.barred
    standing.check()


def test_the_strongest_is_told_with_its_reason_its_end_and_a_way_to_appeal():
    standing = weigh([imposed(Step.WARN, 9, 1), imposed(Step.BAN, 48, 2), imposed(Step.COOLDOWN, 5, 3)], NOW)
    assert standing == Standing(Step.BAN, Reason.SPAM, NOW + 48 * HOUR, 48 * HOUR, sanction=2)
    assert standing.card == Card(
        "You are banned.", f"Reason: {Reason.SPAM.words}.", "It ends by itself in 2 days.", appeal=True
    )
    assert standing.sentence.startswith("You are banned for another 2 days: ")
    assert standing.sentence.endswith("You can appeal.")
    with pytest.raises(Sanctioned) as refused:
        standing.check()
    assert refused.value.sentence == standing.sentence


def test_a_warning_is_told_and_bars_nobody():
    standing = weigh([imposed(Step.WARN)], NOW)
    assert standing.sentence.startswith("A warning: ") and standing.card == NO_CARD
    standing.check()


def test_who_is_in_the_shadow_pool_is_told_nothing():
    """Fails when the shadow is one of `_ORDER`: who knows of it comes back as somebody else."""
    standing = weigh([imposed(Step.SHADOW)], NOW)
    assert standing == Standing(pool="shadow")
    assert standing.sentence == "" and standing.card == NO_CARD
    assert weigh([imposed(Step.SHADOW), imposed(Step.WARN)], NOW).pool == "shadow"


def test_a_network_is_asked_for_proof_beside_whatever_else_holds():
    on_address = imposed(Step.PROOF, kind=SubjectKind.ADDRESS)
    assert weigh([on_address], NOW) == Standing(proof=True)
    assert weigh([on_address, imposed(Step.BAN)], NOW).proof


def test_a_pause_of_the_network_accuses_nobody_and_cannot_be_appealed():
    """A household: one of them may have done it. Fails without the kind in `weigh`."""
    standing = weigh([imposed(Step.COOLDOWN, kind=SubjectKind.ADDRESS)], NOW)
    assert standing.sanction == 0 and Reason.SPAM.words not in standing.sentence
    assert standing.card.title == "Your network is paused." and not standing.card.appeal
    assert Reason.SPAM.words not in standing.card.reason


def test_ones_own_pause_goes_before_the_networks_even_when_it_ends_sooner():
    """Fails without SubjectKind.VISITOR in the key of `worst`: there would be nothing to appeal."""
    both = [imposed(Step.COOLDOWN, 9, 1, SubjectKind.ADDRESS), imposed(Step.COOLDOWN, 1, 2)]
    assert weigh(both, NOW).sanction == 2


@given(
    st.lists(
        st.tuples(st.sampled_from(Step), st.integers(-5, 500), st.sampled_from(SubjectKind)),
        max_size=8, unique_by=lambda row: row[1],
    ),
    st.randoms(),
)  # fmt: skip
def test_the_order_of_the_facts_does_not_matter_and_what_is_told_still_holds(rows, random):
    facts = [imposed(step, hours, i, kind) for i, (step, hours, kind) in enumerate(rows, 1)]
    standing = weigh(facts, NOW)
    assert standing == weigh(random.sample(facts, len(facts)), NOW)
    assert standing.barred == any(step in (Step.COOLDOWN, Step.BAN) and hours > 0 for step, hours, _ in rows)
    assert standing.step is None or standing.left_ms > 0
    assert bool(standing.sentence) == (standing.step is not None)
