"""T25: who evades a ban pays more, and the innocent neighbour behind the same address can still chat."""

# ruff: noqa: F811  (a fixture is named where it is used)
from __future__ import annotations

from tests.moderation.conftest import (  # noqa: F401  (fixtures)
    house,
    kind,
    migrated,
    postgres_template,
    postgres_url,
    sqlite_template,
)
from tests.moderation.house import House
from whimsy.lobby.lobby import Matched, Waiting
from whimsy.moderation.report import Reason
from whimsy.moderation.sanction import Sanction, Step, SubjectKind
from whimsy.moderation.standing import Standing


async def banned_at_home(house: House) -> None:
    await house.accuse("v", target_address="home")
    await house.reports.flush()
    await house.decisions.sanction(
        "ada", "v", (await house.queue.look("ada", "v")).seen, Step.BAN, Reason.SEXUAL
    )


async def test_with_storage_cleared_the_evader_must_prove_work_and_so_must_nobody_elsewhere(house: House):
    """Fails without `ask_proof` in `Decisions.sanction`."""
    await banned_at_home(house)
    assert (await house.sanctions.of("v", "home")).step == Step.BAN
    assert await house.sanctions.of("v with a new name", "home") == Standing(proof=True)
    assert await house.sanctions.of("v with a new name", "elsewhere") == Standing()
    assert (await house.sanctions.of("v", "elsewhere")).step == Step.BAN


async def test_the_neighbour_can_chat_with_everybody_and_the_price_ends_within_a_day(house: House):
    await banned_at_home(house)
    standing = await house.sanctions.of("neighbour", "home")
    standing.check()
    assert standing.pool == ""
    one, other = house.town.citizen("neighbour"), house.town.citizen()
    assert isinstance(await one.enter(address="home", pool=standing.pool), Waiting)
    assert isinstance(await other.enter(), Matched)
    [price] = [s for s in await house.rows(Sanction) if s.kind == SubjectKind.ADDRESS]
    assert price.until_ms - price.imposed_ms <= 24 * 3_600_000
    house.town.sleep(house.settings.sanction_address + 1)
    assert await house.sanctions.of("neighbour", "home") == Standing()


async def test_no_number_of_banned_visitors_bans_their_address(house: House):
    for i in range(5):
        await house.accuse(f"v{i}", f"teller {i}", target_address="campus")
        await house.reports.flush()
        seen = (await house.queue.look("ada", f"v{i}")).seen
        await house.decisions.sanction("ada", f"v{i}", seen, Step.BAN, Reason.SEXUAL)
    assert await house.sanctions.of("neighbour", "campus") == Standing(proof=True)
