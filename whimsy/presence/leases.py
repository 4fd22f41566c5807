"""Which tabs are alive: a process renews the leases of all its tabs in a few batches."""

from dataclasses import dataclass

from whimsy.storage.keys import Cell
from whimsy.storage.redis import Store
from whimsy.visitors.identity import TabId

_BATCH = 200
"""Tabs per step, about 1 ms of the server's time, so that no other step waits long behind a beat."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a tab is, as the store says.

    lease: "held" if it was renewed or none is needed, "away" if it was lost, "displaced" if another
    connection holds the tab. at: "<room> <last seq>", a ticket, or "". epoch: of the store.
    """

    lease: str
    at: str = ""
    epoch: str = ""


class Leases:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def renew(self, cell: Cell, holders: dict[TabId, str], touch: bool) -> dict[TabId, Whereabouts]:
        """Renew the leases of these tabs, if still ours; returns where each tab is.

        holders: the holder of each tab; touch: renew the TTLs of rooms as well.
        """
        found: dict[TabId, Whereabouts] = {}
        pairs = list(holders.items())
        for start in range(0, len(pairs), _BATCH):
            batch = pairs[start : start + _BATCH]
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
