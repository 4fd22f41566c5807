"""Sanctions: SQL remembers them, Redis has a copy that every search looks into.

`copy` brings them to Redis, after each decision and as a chore. If Redis lost its copy it gets all again, and
until then SQL is asked. If neither can be read, nobody may begin a search.
"""

import logging

from sqlmodel import and_, col, or_, select, update

from whimsy.errors import Unavailable
from whimsy.moderation.clock import now_ms
from whimsy.moderation.recall import Recall
from whimsy.moderation.sanction import Sanction, Step, SubjectKind
from whimsy.moderation.standing import Standing, fact, weigh
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store
from whimsy.storage.sql import AWAY
from whimsy.visitors.active_tab import ActiveTabs

log = logging.getLogger(__name__)

_BATCH = 200
_ACTS = {Step.WARN: "tell", Step.COOLDOWN: "expel", Step.SHADOW: "shadow", Step.BAN: "expel"}


class Sanctions:
    def __init__(self, store: Store, sessions: Sessions, active_tabs: ActiveTabs) -> None:
        self._store = store
        self._sessions = sessions
        self._active_tabs = active_tabs
        self._recall = Recall(store, "standing")

    async def of(self, visitor: str, address: str = "") -> Standing:
        """The standing of a visitor from `address` (its key, "" if unknown). One round trip.

        Raises Unavailable if it cannot be known.
        """
        now, known, *facts = await self._store.run(
            "moderation/standing.lua",
            [self._recall.mark, _facts(SubjectKind.VISITOR, visitor), _facts(SubjectKind.ADDRESS, address)],
            self._store.skew_ms,
        )
        if known != "1":
            facts = await self._remembered(visitor, address, int(now))
        return weigh(facts, int(now))

    async def copy(self) -> None:
        """Copy to Redis what changed, or all if it lost its copy, and make tabs obey. A chore.

        Raises Unavailable for Redis, never for SQL.
        """
        await self._recall.unless_known(self._copy_all)
        try:
            async with self._sessions() as session:
                changed = (
                    await session.scalars(
                        select(Sanction)
                        .where(col(Sanction.copied).is_(False))
                        .order_by(col(Sanction.id))
                        .limit(_BATCH)
                    )
                ).all()
            for sanction in changed:
                await self._copy_one(sanction)
                await self._enforce(sanction)
                await self._mark_copied(sanction)
        except AWAY as error:
            log.warning("sanctions: sql does not answer (%s), will try again", type(error).__name__)

    async def _remembered(self, visitor: str, address: str, now: int) -> list[str]:
        subjects = [and_(col(Sanction.kind) == SubjectKind.VISITOR, col(Sanction.subject) == visitor)]
        if address:
            subjects.append(and_(col(Sanction.kind) == SubjectKind.ADDRESS, col(Sanction.subject) == address))
        try:
            async with self._sessions() as session:
                rows = await session.scalars(
                    select(Sanction).where(
                        or_(*subjects), col(Sanction.until_ms) > now, col(Sanction.lifted_ms).is_(None)
                    )
                )
                return [fact(row) for row in rows]
        except AWAY as error:
            raise Unavailable("database") from error

    async def _copy_all(self) -> None:
        last = 0
        while True:
            async with self._sessions() as session:
                rows = (
                    await session.scalars(
                        select(Sanction)
                        .where(
                            col(Sanction.id) > last,
                            col(Sanction.until_ms) > now_ms(),
                            col(Sanction.lifted_ms).is_(None),
                        )
                        .order_by(col(Sanction.id))
                        .limit(_BATCH)
                    )
                ).all()
            for row in rows:
                await self._copy_one(row)
            if len(rows) < _BATCH:
                return
            last = rows[-1].id or 0

    async def _copy_one(self, sanction: Sanction) -> None:
        await self._store.run(
            "moderation/sanction.lua",
            [_facts(sanction.kind, sanction.subject)],
            self._store.skew_ms,
            sanction.id or 0,
            "" if sanction.lifted_ms else fact(sanction),
            sanction.until_ms,
        )

    async def _enforce(self, sanction: Sanction) -> None:
        if sanction.kind != SubjectKind.VISITOR or sanction.lifted_ms or sanction.until_ms <= now_ms():
            return
        active = await self._active_tabs.find(sanction.subject)
        if active:
            await self._store.step(
                "moderation/enforce.lua", active.cell, active.tab, _ACTS[Step(sanction.step)]
            )

    async def _mark_copied(self, sanction: Sanction) -> None:
        async with self._sessions() as session, session.begin():
            await session.execute(
                update(Sanction)
                # If it was lifted meanwhile, its old form was copied: the next round copies it again.
                .where(
                    col(Sanction.id) == sanction.id,
                    col(Sanction.lifted_ms).is_not_distinct_from(sanction.lifted_ms),
                )
                .values(copied=True)
            )


def _facts(kind: str, subject: str) -> str:
    return f"whimsy:{{standing}}:{kind}:{subject}"
