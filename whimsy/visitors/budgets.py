"""How often somebody may do something: a budget for each visitor, and a larger one for each address.

They are in Redis, so that neither a new socket nor another process has a new budget.
"""

from dataclasses import dataclass
from typing import Literal

from whimsy.errors import TooFast
from whimsy.settings import Rate, Settings
from whimsy.storage.keys import budget_key
from whimsy.storage.redis import Store
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import VisitorId

BudgetKind = Literal["search", "skip", "message", "report", "visitor"]


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget of a visitor or an address. key: where it is kept; rate: how often."""

    key: str
    rate: Rate

    @property
    def args(self) -> tuple[int, int]:
        """What a step takes that pays from it: uses, and in how many ms."""
        return self.rate.uses, int(self.rate.seconds * 1000)


class Budgets:
    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._factor = settings.address_factor
        self._rates: dict[BudgetKind, Rate] = {
            "search": settings.search_rate,
            "skip": settings.skip_rate,
            "message": settings.message_rate,
            "report": settings.report_rate,
            "visitor": settings.visitor_rate,
        }

    def of(self, kind: BudgetKind, visitor: VisitorId) -> Budget:
        """A visitor's budget, for a step that pays from it itself."""
        return Budget(budget_key(kind, "visitor", visitor), self._rates[kind])

    async def spend(self, kind: BudgetKind, visitor: VisitorId | None, address: AddressKey | None) -> None:
        """Pay for one use; raises TooFast with the seconds to wait, or Unavailable.

        The visitor pays first, so that one with nothing left does not use up what all at the address share.
        Without a visitor, who may be new and have no budget yet, only the address pays.
        """
        if visitor is not None:
            await self._pay(self.of(kind, visitor))
        if address is not None:
            rate = self._rates[kind]
            shared = Rate(rate.uses * self._factor, rate.seconds)
            await self._pay(Budget(budget_key(kind, "address", address), shared))

    async def _pay(self, budget: Budget) -> None:
        if wait := await self._store.timed("visitors/budgets.lua", [budget.key], *budget.args):
            raise TooFast(wait / 1000)
