"""A page of the build before goes on asking for its parts while the servers are replaced one by one."""

from __future__ import annotations

import asyncio
import itertools
import re
import signal
from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from tests.deploys.conftest import tell
from tests.deploys.test_old_build import release_next
from tests.faults.stores import workers_of
from tests.serving import Served

pytestmark = pytest.mark.served

_CEILING = 240
"""Seconds until two workers are there, or replaced. Beside other work a worker may take a minute to start."""
BUILDS = ("feedfacefeedface", "cafebabecafebabe")


class Asker:
    """Asks as pages do, each time of whichever process answers. `lacking`: what was not served, and how."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.statuses: Counter[int] = Counter()
        self.lacking: set[tuple[str, int]] = set()

    async def get(self, path: str) -> str:
        # A connection for each: the kernel gives it to one process or the other.
        async with httpx.AsyncClient(
            base_url=self.server.address, timeout=20, trust_env=False, verify=False
        ) as client:
            answer = await client.get(path)
        self.statuses[answer.status_code] += 1
        if answer.status_code != 200:
            self.lacking.add((path, answer.status_code))
        return answer.text

    async def load(self) -> set[str]:
        """Load a page with all it names; returns the parts."""
        parts = set(re.findall(r"/assets/[\w.-]+", await self.get("/")))
        for part in parts:
            await self.get(part)
        return parts


def parts_of(server: Served, build: str) -> list[str]:
    static = server.data_dir / "builds" / build / "build" / "client"
    packed = (".gz", ".br")
    return sorted(
        f"/assets/{file.name}" for file in (static / "assets").iterdir() if file.suffix not in packed
    )


async def test_no_part_of_a_kept_build_is_ever_missing(serve: Callable[..., Served]):
    """Fails without `kept_parts` in whimsy.py: a page and its parts come of two processes."""
    server = serve(workers=2)
    async with asyncio.timeout(_CEILING):
        while len(workers_of(server.process.pid)) != 2:
            await asyncio.sleep(0.1)
    first = (server.data_dir / "builds" / "current").read_text()
    old, asker = parts_of(server, first), Asker(server)
    assert len(old) > 20 and await asker.load() <= set(old)
    for build in BUILDS:
        before = set(workers_of(server.process.pid))
        release_next(server.data_dir, build)
        assert set(parts_of(server, build)) - set(old), "nothing of this build is new"
        tell(server, signal.SIGHUP)
        replaced, lazy = False, itertools.cycle(old)
        async with asyncio.timeout(_CEILING):
            while not replaced:
                now = set(workers_of(server.process.pid))
                replaced = len(now) == 2 and not now & before
                await asker.load()
                for _ in range(5):
                    await asker.get(next(lazy))
        # Both are new by now, and neither has the page's own build.
        for part in old * 2:
            await asker.get(part)
        assert build in await asker.get("/") + "".join([await asker.get(p) for p in await asker.load()])
    assert not asker.lacking, asker.lacking
    assert set(asker.statuses) == {200}
