"""Sanctions: SQL remembers them, Redis has a copy that every search looks into.

`copy` brings them to Redis, after each decision and as a chore. If Redis lost its copy it gets all again, and
until then SQL is asked. If neither can be read, nobody may begin a search.
"""

from sqlmodel import col, or_, select, update

from whimsy.moderation.clock import now_ms
from whimsy.moderation.recall import Recall
from whimsy.moderation.sanction import Sanction, Step, SubjectKind, in_force, upon
from whimsy.moderation.standing import Standing, fact, weigh
from whimsy.storage.outbox import Sessions
from whimsy.storage.redis import Store
from whimsy.storage.sql import needed, tried_again
from whimsy.visitors.active_tab import ActiveTabs

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
        subjects = _facts(SubjectKind.VISITOR, visitor), _facts(SubjectKind.ADDRESS, address)
        answer = await self._store.timed("moderation/standing.lua", [self._recall.mark, *subjects])
        now, known, *facts = answer
        if known != "1":
            facts = await self._remembered(visitor, address, int(now))
        return weigh(facts, int(now))

    async def copy(self) -> None:
        """Copy to Redis what changed, or all if it lost its copy, and make tabs obey. A chore.

        Raises Unavailable for Redis, never for SQL.
        """
        await self._recall.unless_known(self._copy_all)
        query = select(Sanction).where(col(Sanction.copied).is_(False)).order_by(col(Sanction.id))
        with tried_again("sanctions"):
            async with self._sessions() as session:
                changed = (await session.scalars(query.limit(_BATCH))).all()
            for sanction in changed:
                await self._copy_one(sanction)
                await self._enforce(sanction)
                await self._mark_copied(sanction)

    async def _remembered(self, visitor: str, address: str, now: int) -> list[str]:
        subjects = [upon(SubjectKind.VISITOR, visitor)]
        if address:
            subjects.append(upon(SubjectKind.ADDRESS, address))
        async with needed(self._sessions) as session:
            rows = await session.scalars(select(Sanction).where(or_(*subjects), in_force(now)))
            return [fact(row) for row in rows]

    async def _copy_all(self) -> None:
        last = 0
        while True:
            page = select(Sanction).where(col(Sanction.id) > last, in_force(now_ms()))
            async with self._sessions() as session:
                rows = (await session.scalars(page.order_by(col(Sanction.id)).limit(_BATCH))).all()
            for row in rows:
                await self._copy_one(row)
            if len(rows) < _BATCH:
                return
            last = rows[-1].id or 0

    async def _copy_one(self, sanction: Sanction) -> None:
        keys = [_facts(sanction.kind, sanction.subject)]
        form = "" if sanction.lifted_ms else fact(sanction)
        await self._store.timed("moderation/sanction.lua", keys, sanction.id or 0, form, sanction.until_ms)

    async def _enforce(self, sanction: Sanction) -> None:
        if sanction.kind != SubjectKind.VISITOR or sanction.lifted_ms or sanction.until_ms <= now_ms():
            return
        active = await self._active_tabs.find(sanction.subject)
        if active:
            act = _ACTS[Step(sanction.step)]
            await self._store.step("moderation/enforce.lua", active.cell, active.tab, act)

    async def _mark_copied(self, sanction: Sanction) -> None:
        async with self._sessions() as session, session.begin():
            # If it was lifted meanwhile, its old form was copied: the next round copies it again.
            as_copied = col(Sanction.lifted_ms).is_not_distinct_from(sanction.lifted_ms)
            this = update(Sanction).where(col(Sanction.id) == sanction.id, as_copied)
            await session.execute(this.values(copied=True))


def _facts(kind: str, subject: str) -> str:
    return f"whimsy:{{standing}}:{kind}:{subject}"
