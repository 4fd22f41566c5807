"""What the service holds: keys in Redis by kind; memory, files and threads of each worker."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil
from redis.asyncio import Redis

_KIND = re.compile(r"whimsy:\{(?P<slot>\w+)(?P<whose>:[^}]*)?\}:?(?P<kind>\w*)")
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Held:
    """One look. keys: how many of each kind; rss in bytes, fds and threads: of the worker that has most."""

    keys: Counter[str] = field(default_factory=Counter)
    rss: int = 0
    fds: int = 0
    threads: int = 0


async def look(client: Redis, server: int) -> Held:
    """Measure now. server: the process that started the workers."""
    kinds = Counter([kind(key) async for key in client.scan_iter(count=1000)])
    held = [(0, 0, 0)]
    for worker in workers(server):
        with contextlib.suppress(psutil.NoSuchProcess):
            held.append((worker.memory_info().rss, worker.num_fds(), worker.num_threads()))
    return Held(kinds, *(max(column) for column in zip(*held, strict=True)))


def workers(server: int) -> list[psutil.Process]:
    """The processes that serve, without what helps multiprocessing."""
    found = []
    for child in psutil.Process(server).children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if any("spawn_main" in word for word in child.cmdline()):
                found.append(child)
    return found


def kind(key: str) -> str:
    """What a key is, without whose: "room", "tab", "seat", "online"…"""
    if match := _KIND.match(key):
        return match["slot"] if match["whose"] else match["kind"] or match["slot"]
    return key.split(":")[1] if key.startswith("whimsy:") else "foreign"


async def dump(client: Redis) -> dict[str, int]:
    """Every key with the seconds it has left, -1 for ever."""
    keys = [key async for key in client.scan_iter(count=1000)]
    return {key: await client.ttl(key) for key in keys}


async def an_hour_passes(client: Redis) -> None:
    """Take an hour from the time every key has left."""
    for key in [key async for key in client.scan_iter(count=1000)]:
        if (left := await client.pttl(key)) >= 0:
            await client.pexpire(key, left - HOUR_MS)


def grown(before: Held, after: Held) -> Iterable[str]:
    """What did not return to where it was. An eighth and 16 MB of memory are the allocator's to keep."""
    for name, slack in (("fds", 4), ("threads", 4), ("rss", before.rss // 8 + 2**24)):
        if getattr(after, name) > getattr(before, name) + slack:
            yield f"{name}: {getattr(before, name):,} before, {getattr(after, name):,} after"
