"""Who breathes: one process renews the leases of all its tabs in a few batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from whimsy.storage.keys import Cell
from whimsy.storage.redis import Store
from whimsy.visitors.identity import TabId

_BATCH = 200
"""Tabs per step: about 1 ms of the server's time, so nobody waits behind a beat."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the store says a tab is.

    lease: "held" when the lease was renewed or none is needed, "away" when it was lost,
    "displaced" when another connection holds the tab. at: "<room> <last seq>", a ticket, or "".
    epoch: which life of the store says so.
    """

    lease: str
    at: str = ""
    epoch: str = ""


class Leases:
    """The leases of one process's tabs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def renew(self, cell: Cell, holders: dict[TabId, str], touch: bool) -> dict[TabId, Whereabouts]:
        """Renew the leases of these tabs, if still ours, and say where each tab is.

        holders: tab to the connection that holds it; touch: renew the TTLs of rooms as well.
        """
        found: dict[TabId, Whereabouts] = {}
        for batch in _batches(holders.items()):
            flat = [part for pair in batch for part in pair]
            epoch, *answers = await self._store.step("presence/renew.lua", cell, "1" if touch else "0", *flat)
            for (tab, _), answer in zip(batch, answers, strict=True):
                found[tab] = _read(answer, epoch)
        return found


def _read(answer: str, epoch: str) -> Whereabouts:
    if answer in ("away", "displaced"):
        return Whereabouts(answer, epoch=epoch)
    kind, _, rest = answer.partition(" ")
    if kind == "t":
        return Whereabouts("held", rest, epoch)
    if kind.startswith("r"):
        return Whereabouts("held", f"{rest} {kind[1:]}", epoch)
    return Whereabouts("held", epoch=epoch)


def _batches(pairs: Iterable[tuple[TabId, str]]) -> Iterator[list[tuple[TabId, str]]]:
    iterator = iter(pairs)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
