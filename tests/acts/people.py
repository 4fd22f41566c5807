"""People with pages of a test's own: what `states` does with Reflex, done by hand."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from whimsy import engine as engines
from whimsy.acts.arrival import Known, arrive, depart, recognise
from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.attachments import Attachments
from whimsy.acts.mailboxes import Mailboxes
from whimsy.acts.news import News, take_in
from whimsy.acts.office import Office
from whimsy.acts.search import follow, search
from whimsy.acts.view import Window
from whimsy.lobby.invitations import Invitation
from whimsy.lobby.ticket import Wishes
from whimsy.settings import Settings
from whimsy.storage.keys import TEXT, Cell, RoomId
from whimsy.visitors.address import AddressKey

_numbers = itertools.count(1)


class Pages:
    """The `Browsers` of a test: a page shows its news at once, and keeps what it was handed."""

    office: Office

    def __init__(self) -> None:
        self.closed: set[str] = set()
        self.forgotten: list[str] = []
        self.shown: dict[str, list[News]] = {}
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.everywhere: list[tuple[str, Any]] = []
        self.takes_lines = False
        """Whether a line may be shown at once, as nothing else changes a page."""
        self.lines: list[tuple[str, Window, bool]] = []
        self.fails: dict[str, Exception] = {}
        """What the next change of a page (by its token) comes to grief with."""

    def socket(self, token: str, sid: str) -> Socket:
        return Socket(token, sid, f"link of {sid}", AddressKey(f"home-of-{token}"))

    def has(self, token: str, sid: str) -> bool:
        return sid not in self.closed

    def forget(self, token: str) -> None:
        self.forgotten.append(token)

    async def show(self, me: Attachment) -> None:
        if error := self.fails.pop(me.socket.token, None):
            with me.opened():
                raise error
        news = await take_in(self.office.engine, me, barred=False)
        self.shown.setdefault(me.socket.token, []).append(news)

    def show_line(self, me: Attachment, lines: Window, *, tell: bool) -> bool:
        if self.takes_lines:
            self.lines.append((me.socket.token, lines, tell))
        return self.takes_lines

    async def show_typing(self, me: Attachment) -> None:
        pass

    async def tell(self, me: Attachment, event: str, said: dict[str, Any]) -> None:
        self.told.append((me.socket.token, event, said))

    async def show_all(self, name: str, value: Any) -> None:
        self.everywhere.append((name, value))


@dataclass
class Person:
    """A visitor with one tab. `me` is what their page holds now."""

    people: People
    token: str
    local: str = ""
    secret: str = ""
    door_pass: str = ""
    known: Known = field(init=False)
    me: Attachment = field(init=False)

    async def arrive(self) -> Attachment:
        office, sid = self.people.office, f"sid{next(_numbers)}"
        self.known = recognise(office.engine.identity, self.local, self.secret)
        self.local, self.secret = self.known.token, self.known.secret
        socket = office.browsers.socket(self.token, sid)
        self.me, _ = await arrive(office, self.known, socket, direct=False)
        return self.me

    async def go(self, *, goodbye: bool = True) -> None:
        self.people.pages.closed.add(self.me.socket.sid)
        await depart(self.people.office, self.me.socket.link, goodbye=goodbye)

    async def agree(self) -> None:
        self.door_pass = await self.people.office.engine.door.admit(self.visitor, "declared")

    async def search(
        self,
        cell: Cell = TEXT,
        leaving: RoomId | None = None,
        wishes: Wishes | None = None,
        invitation: Invitation | None = None,
    ):
        wished = wishes or Wishes()
        return await search(self.people.office, self.me, cell, wished, leaving, self.door_pass, invitation)

    async def follow(self, many: int = 1) -> None:
        """Follow the search until it is over, or has been heard of so often."""
        async with asyncio.timeout(15), aclosing(follow(self.people.office, self.me)) as changes:
            async for _ in changes:
                many -= 1
                if not many:
                    return

    async def until(self, seen: Callable[[], Any]) -> None:
        async with asyncio.timeout(15):
            while not seen():
                await asyncio.sleep(0.01)

    @property
    def visitor(self):
        return self.known.tab.visitor

    @property
    def said(self) -> list[str]:
        return [entry.text for entry in self.me.view.log if entry.kind == "text"]

    @property
    def told(self) -> list[tuple[str, str]]:
        return [told for news in self.people.pages.shown.get(self.token, []) for told in news.told]


class People:
    """All who are at one office."""

    def __init__(self, office: Office, pages: Pages) -> None:
        self.office, self.pages = office, pages
        self.engine = office.engine

    @classmethod
    @asynccontextmanager
    async def gather(cls, settings: Settings) -> AsyncIterator[People]:
        pages, attachments = Pages(), Attachments()
        mailboxes = Mailboxes(attachments, pages)
        async with engines.running(settings, mailboxes.hear, mailboxes.missed) as engine:
            pages.office = Office(engine, attachments, mailboxes, pages)
            yield cls(pages.office, pages)
            await pages.office.close()

    async def person(self) -> Person:
        """Somebody who has just come, and agreed to the rules."""
        person = Person(self, f"page{next(_numbers)}")
        await person.arrive()
        await person.agree()
        return person

    async def pair(self, cell: Cell = TEXT) -> tuple[Person, Person, RoomId]:
        """Two in a room, and both know it."""
        one, other = await self.person(), await self.person()
        await one.search(cell)
        await other.search(cell)
        await one.until(lambda: one.me.view.phase == "chatting")
        assert other.me.view.phase == "chatting"
        return one, other, RoomId(one.me.view.room)
