"""People in the middle of a chat while something breaks, and a witness who compares pages with the store."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from socketio.exceptions import SocketIOError

from tests.faults.stores import workers_of
from tests.history import History, Rules, check
from tests.serving import Served
from whimsy.lobby.lobby import Lobby
from whimsy.rooms.room import IDLE, Rooms, Snapshot
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.redis import Store
from whimsy.stranger.page import Page
from whimsy.visitors.active_tab import ActiveTabs
from whimsy.visitors.identity import Identity, Tab
from whimsy.visitors.keyring import signing_keys

Browse = Callable[..., Page]
_AGAIN = 1.0
"""How soon a composer posts again what was not accepted, once its connection is back."""


@dataclass
class Said:
    """What one side was told is accepted, and when (monotonic)."""

    nonce: str
    text: str
    at: float


@dataclass
class Talker:
    """One side of a chat: posts as a composer does, again with the same nonce until it sees it accepted."""

    page: Page
    accepted: list[Said] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.room = self.page.room

    async def say(self, text: str, seconds: float = 60) -> bool:
        """Say it until it is accepted or given back to the composer; returns whether it was accepted."""
        nonce, ends = uuid.uuid4().hex, time.monotonic() + seconds
        while time.monotonic() < ends:
            if self.page.connected and self.page.phase == "chatting":
                with suppress(SocketIOError):  # lost in this very moment: it comes back and tries again
                    await self.page.post(self.room, nonce, text)
            tried = time.monotonic()
            while time.monotonic() - tried < _AGAIN:
                if nonce in self._mine():
                    self.accepted.append(Said(nonce, text, time.monotonic()))
                    return True
                if self.page.phase in ("ended", "idle") or self._refused() == nonce:
                    self.given_back.append(nonce)
                    return False
                await asyncio.sleep(0.01)
        raise AssertionError(f"neither accepted nor given back within {seconds} s")

    def _refused(self) -> str:
        return self.page.vars.get("refused", {}).get("nonce", "")  # nothing is shown while a page comes back

    def _mine(self) -> set[str]:
        return {line["nonce"] for line in self.page.transcript.values() if line["mine"]}


class Chats:
    """Pairs who talk all the time, one line each every `pause` seconds."""

    def __init__(self, pairs: list[tuple[Page, Page]], pause: float = 0.5) -> None:
        self.pairs = [(Talker(one), Talker(other)) for one, other in pairs]
        self.rooms = [one.room for one, _ in pairs]
        self._pause = pause
        self._over = asyncio.Event()
        self._numbers = count(1)
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def talkers(self) -> list[Talker]:
        return [talker for pair in self.pairs for talker in pair]

    @property
    def pages(self) -> list[Page]:
        return [talker.page for talker in self.talkers]

    async def __aenter__(self) -> Chats:
        self._tasks = [asyncio.create_task(self._talk(talker)) for talker in self.talkers]
        return self

    async def stop(self) -> None:
        """Nobody says anything new; returns when all that was said is accepted."""
        self._over.set()
        await asyncio.gather(*self._tasks)

    async def __aexit__(self, failed: object, *_: object) -> None:
        self._over.set()
        if failed:
            for task in self._tasks:
                task.cancel()
        for result in await asyncio.gather(*self._tasks, return_exceptions=bool(failed)):
            assert failed or result is None

    async def _talk(self, talker: Talker) -> None:
        await asyncio.sleep(self._pause * (hash(talker.page.token) % 100) / 100)
        while not self._over.is_set() and await talker.say(f"line {next(self._numbers)}"):
            await asyncio.sleep(self._pause)

    async def all_heard_since(self, moment: float, seconds: float) -> float:
        """Wait until everybody had a line accepted since `moment`; returns how long after it that was."""
        while True:
            late = [t for t in self.talkers if not t.accepted or t.accepted[-1].at < moment]
            if not late:
                return max(min(s.at for s in t.accepted if s.at >= moment) for t in self.talkers) - moment
            waited = time.monotonic() - moment
            assert waited < seconds, f"{len(late)} of {len(self.talkers)} still unheard after {waited:.1f} s"
            await asyncio.sleep(0.05)

    async def hold(self) -> None:
        """I5, I6: each pair is in its room, and every accepted line is there once for both."""
        for (one, other), room in zip(self.pairs, self.rooms, strict=True):
            assert (one.page.room, other.page.room) == (room, room)
            assert (one.page.phase, other.page.phase) == ("chatting", "chatting")
            said = sorted(s.text for s in one.accepted + other.accepted)
            await other.page.until(
                lambda one=one, other=other: one.page.texts == other.page.texts, "to agree"
            )
            assert sorted(one.page.texts) == said, "an accepted line is lost or doubled"
            assert [*one.page.transcript] == [*range(1, len(one.page.transcript) + 1)]


def promises_hold(history: History) -> None:
    """I1 to I9, L1 and L2 on what the pages did and saw."""
    assert [str(violation) for violation in check(history, Rules(cooldown=0))] == []


async def pairs_of(browse: Browse, address: str, many: int) -> list[tuple[Page, Page]]:
    """So many pairs in rooms."""
    made = []
    for _ in range(many):
        one, other = await browse(address).open(), await browse(address).open()
        await meet(one, other)
        made.append((one, other))
    return made


async def meet(one: Page, other: Page) -> None:
    """These two find each other."""
    await one.do("start")
    await one.until(lambda: one.phase in ("searching", "chatting"), "to search")
    await other.do("start")
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    assert one.room == other.room


class Witness:
    """Reads the store as a server process would, and compares pages with it (I9)."""

    def __init__(self, server: Served, redis_url: str) -> None:
        settings = Settings(redis_url=redis_url, data_dir=server.data_dir, cooldown=0, store_timeout=10)
        self.client = redis.connect(redis_url, timeout=10)
        self._store = Store(self.client, settings)
        self._rooms = Rooms(self._store)
        self._lobby = Lobby(self._store, self._rooms, ActiveTabs(self._store))
        self._identity = Identity(signing_keys(settings))

    async def __aenter__(self) -> Witness:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._store.close()

    async def agree(self, pages: Iterable[Page], seconds: float = 5) -> float:
        """Wait until every page shows what the store says; returns the seconds waited."""
        begun = time.monotonic()
        while wrong := [said for page in pages if (said := await self._disagreement(page))]:
            assert time.monotonic() - begun < seconds, f"{len(wrong)} disagree: {wrong[:5]}"
            await asyncio.sleep(0.1)
        self._no_half_rooms(pages)
        return time.monotonic() - begun

    def _no_half_rooms(self, pages: Iterable[Page]) -> None:
        inside = [page.room for page in pages if page.phase == "chatting"]
        assert {room: inside.count(room) for room in inside if inside.count(room) != 2} == {}, "half a room"

    async def _disagreement(self, page: Page) -> str:
        snapshot = await self._snapshot(self._tab(page))
        shown = page.phase
        if shown == "ended" and page.codes[-1:] == ["lost"]:
            shown = "idle"  # the store has never heard of it: the page keeps the ending for itself
        if shown != snapshot.phase:
            return f"shows {page.phase} {page.codes[-3:]}, is {snapshot.phase}"
        if snapshot.room and (
            page.room != snapshot.room or [*sorted(page.transcript)] != [entry.seq for entry in snapshot.log]
        ):
            return f"shows {len(page.transcript)} lines, are {snapshot.n}"
        return ""

    async def _snapshot(self, tab: Tab) -> Snapshot:
        cell = await self._lobby.where(tab)
        return await self._rooms.snapshot(tab, cell) if cell else IDLE

    def _tab(self, page: Page) -> Tab:
        visitor, _ = self._identity.visitor(page.local["visitor_token"])
        tab, _ = self._identity.tab(page.session["tab_secret"], visitor)
        return tab


@dataclass(frozen=True)
class Vitals:
    """What the busiest worker of an app holds: memory in MB, descriptors, threads; lines of its log; when."""

    megabytes: float
    descriptors: int
    threads: int
    log_lines: int
    at: float

    @classmethod
    def of(cls, server: Served) -> Vitals:
        """Take them now (proc(5))."""
        workers = [Path(f"/proc/{pid}") for pid in workers_of(server.process.pid)]
        status = [
            dict(line.split(":", 1) for line in (w / "status").read_text().splitlines()) for w in workers
        ]
        return cls(
            max(int(facts["VmRSS"].split()[0]) for facts in status) / 1024,
            max(len(list((worker / "fd").iterdir())) for worker in workers),
            max(int(facts["Threads"]) for facts in status),
            len(server.log.read_text().splitlines()),
            time.monotonic(),
        )
