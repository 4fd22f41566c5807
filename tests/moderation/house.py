"""The whole of moderation on one town and one database, as the engine will wire it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from sqlmodel import select

from tests.town import Citizen, Town
from whimsy.lobby.lobby import Matched
from whimsy.moderation.account import Moderator
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.report import Reason
from whimsy.moderation.staff import TERMINAL
from whimsy.settings import Settings
from whimsy.storage import sql
from whimsy.storage.keys import RoomId

both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
"""For tests in which the database does more than keep rows."""
KEYS = ["key of a test"]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Met:
    """Two who share a room."""

    one: Citizen
    other: Citizen
    room: RoomId


class House(Moderation):
    def __init__(self, town: Town, settings: Settings, keys: list[str] = KEYS) -> None:
        self.town, self.settings = town, settings
        self.engine = sql.connect(settings.sql_url)
        super().__init__(town.store, sql.sessions(self.engine), town.active_tabs, settings, keys)

    async def close(self) -> None:
        await self.engine.dispose()

    async def account(self, name: str, password: str) -> str:
        """An account, or a new password and second factor for an old one; returns the authenticator's uri."""
        if name not in [account.name for account in await self.staff.all()]:
            return await self.staff.add(name, password)
        return await self.staff.reset(name, password, TERMINAL)

    async def sit(self, name: str) -> str:
        """A session at the desk of somebody who never logs in; returns its secret."""
        async with self.sessions() as session, session.begin():
            if await session.get(Moderator, name) is None:
                session.add(Moderator(name=name, password="", totp="", created_ms=0))
        return await self.desk.open(name)

    async def meet(self, one: Citizen, other: Citizen, *, addresses: tuple[str, str] | None = None) -> Met:
        """A room of these two; each with an address of their own unless named."""
        a, b = addresses or (f"address{next(_numbers)}", f"address{next(_numbers)}")
        await one.enter(address=a)
        outcome = await other.enter(address=b)
        assert isinstance(outcome, Matched)
        return Met(one, other, outcome.room)

    async def strangers(self) -> Met:
        return await self.meet(self.town.citizen(), self.town.citizen())

    async def accuse(
        self, target: str, reporter: str | None = None, address: str | None = None,
        reason: Reason = Reason.HARASSMENT,
        target_address: str = "home of the target",
    ) -> Met:  # fmt: skip
        """Somebody meets `target`, reports them, and both go on their way."""
        town = self.town
        met = await self.meet(
            town.citizen(reporter), town.citizen(target),
            addresses=(address or f"address{next(_numbers)}", target_address),
        )  # fmt: skip
        assert await self.reports.file(met.one.place, met.room, reason)
        await met.one.leave(met.room)
        for key in await town.client.keys("*:met:*"):
            await town.client.delete(key)  # the same two may meet again at once
        return met

    async def rows(self, table):
        async with self.sessions() as session:
            return list((await session.scalars(select(table))).all())

    async def standing(self, visitor: str, address: str = ""):
        await self.sanctions.copy()
        return await self.sanctions.of(visitor, address)

    async def ban(self, visitor: str, reason: Reason = Reason.SCAM) -> int:
        from whimsy.moderation.sanction import Step

        return await self.decisions.sanction("ada", visitor, (), Step.BAN, reason)
