"""How often somebody may do something: budgets of the visitor, and larger ones of the address they share.

They live in Redis, so neither a new socket nor another process makes anybody fresh again.
"""

from __future__ import annotations

from typing import Literal

from whimsy.errors import TooFast
from whimsy.settings import Rate, Settings
from whimsy.storage.keys import budget_key
from whimsy.storage.redis import Store
from whimsy.visitors.address import AddressKey
from whimsy.visitors.identity import VisitorId

Kind = Literal["search", "skip", "message", "report", "visitor"]


class Budgets:
    """The budgets of all visitors and addresses."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._factor = settings.address_factor
        self._rates: dict[Kind, Rate] = {
            "search": settings.search_rate,
            "skip": settings.skip_rate,
            "message": settings.message_rate,
            "report": settings.report_rate,
            "visitor": settings.visitor_rate,
        }

    async def spend(self, kind: Kind, visitor: VisitorId | None, address: AddressKey | None) -> None:
        """Pay for one use; raises TooFast with the seconds to wait, or Unavailable.

        A visitor who has nothing left does not use up what their neighbours at the same address share. Who is
        new has no budget yet: without a visitor only the address pays.
        """
        rate = self._rates[kind]
        if visitor is not None:
            await self._pay(budget_key(kind, "visitor", visitor), rate)
        if address is not None:
            shared = Rate(rate.uses * self._factor, rate.seconds)
            await self._pay(budget_key(kind, "address", address), shared)

    async def _pay(self, key: str, rate: Rate) -> None:
        wait = await self._store.run(
            "visitors/budgets.lua", [key], rate.uses, int(rate.seconds * 1000), self._store.skew_ms
        )
        if wait:
            raise TooFast(wait / 1000)
