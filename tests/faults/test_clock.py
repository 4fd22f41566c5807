"""Processes whose clocks are an hour ahead and an hour behind share one Redis with one that is right."""

from __future__ import annotations

import asyncio
import sqlite3
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.chats import meet
from tests.faults.returning import arrive, search
from tests.serving import Served

__all__ = ["arrive"]

pytestmark = [pytest.mark.served, pytest.mark.timeout(180)]

HOUR, TTL = 3600, 900
MOMENT = 20
"""Seconds: what a slow machine may add, and far from an hour."""

# Python runs this before anything else (the `site` module): every clock that knows the date is off.
SITECUSTOMIZE = """
    import datetime, os, pathlib, time

    off, real, real_ns, now = {off}, time.time, time.time_ns, datetime.datetime.now
    time.time = lambda: real() + off
    time.time_ns = lambda: real_ns() + off * 10**9

    class Kind(type(datetime.datetime)):
        __instancecheck__ = lambda cls, thing: isinstance(thing, Right)

    Right = datetime.datetime

    class datetime_off(Right, metaclass=Kind):
        now = classmethod(lambda cls, tz=None: now(tz) + datetime.timedelta(seconds=off))
        utcnow = classmethod(lambda cls: cls.now(datetime.UTC).replace(tzinfo=None))

    datetime.datetime = datetime_off
    pathlib.Path({folder!r}, f"clock.{{os.getpid()}}").write_text(str(time.time()))
"""


@pytest.fixture
def serve_off(serve, tmp_path: Path, monkeypatch) -> Callable[..., Served]:
    """Serves with a clock that is `off` by some seconds."""

    def start(off: int, **settings: object) -> Served:
        folder = tmp_path / f"clock{off}"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(
            textwrap.dedent(SITECUSTOMIZE).format(off=off, folder=str(folder))
        )
        with monkeypatch.context() as patch:
            patch.setenv("PYTHONPATH", str(folder))
            server = serve(**settings)
        clocks = [float(file.read_text()) for file in folder.glob("clock.*")]
        assert len(clocks) >= 2, "supervisor and worker"
        assert all(abs(clock - time.time() - off) < 60 for clock in clocks)
        return server

    return start


def about(moment: float, expected: float) -> bool:
    return abs(moment - expected) < MOMENT


async def test_an_hour_off_changes_nothing(serve_off, valkey_of_its_own, arrive, tmp_path):
    """Pairing, order, leases, cooldown, credentials and what is remembered go by Redis's clock alone.

    Fails with a process's own clock in their place: `NOW` of cell.lua, or `now` of calls' `ice_for`.
    """
    common = {
        "redis_url": valkey_of_its_own().url,
        "db_url": f"sqlite:///{tmp_path / 'shared.db'}",
        "secret_key": "the same for all three servers, as in production",
        "workers": 1,
        "cooldown": 600,
        "turn_urls": "turn:127.0.0.1:3478",
        "turn_secret": "a static-auth-secret",
        "turn_ttl": TTL,
    }
    right, ahead, behind = (serve_off(off, **common) for off in (0, HOUR, -HOUR))
    begun = time.time()
    pairs = []
    for one, other in ((right, ahead), (behind, right), (ahead, behind)):
        pages = await arrive(one.address, 1) + await arrive(other.address, 1)
        await meet(*pages)
        pairs.append(pages)

    # Order and times: a lively exchange across two clocks.
    for i in range(10):
        for pages in pairs:
            for page in pages:
                await page.say(f"line {i}")
    for pages in pairs:
        for page in pages:
            await page.until(lambda page=page: len(page.texts) == 20, "for all lines")
            times = [line["at"] / 1000 for _, line in sorted(page.transcript.items())]
            assert times == sorted(times) and all(about(moment, begun) for moment in times)
        assert pages[0].texts == pages[1].texts

    # Credentials are good for as long as they should be.
    for one, other in pairs:
        await one.do("offer_video", room=one.room)
        await other.until(lambda page=other: page.vars["video"] == "asked", "to be asked")
        await other.do("accept_video", room=other.room)
        for page in (one, other):
            await page.until(lambda page=page: page.vars["call"]["n"] == 1, "for the call")
            expires = page.vars["call"]["ice"]["expires"]
            assert about(expires, time.time() + TTL), "the credential is of another time"
            assert page.vars["call"]["ice"]["iceServers"][0]["username"].startswith(f"{expires}:")

    # Leases: nobody is taken for away who is here, and somebody gone is noticed and released.
    await asyncio.sleep(10)
    assert all("away" not in page.codes for pages in pairs for page in pages)
    for gone, _ in pairs:
        await gone.leave_alone()
    for _, left in pairs:
        await left.until(lambda page=left: page.vars["partner_away"], "to see them away", 10)
    for _, left in pairs:
        await left.until(lambda page=left: page.phase == "ended", "to be released", 30)
    ended = time.time()

    # Cooldown, widening: by the one clock as well.
    one, other = await arrive(ahead.address, 1) + await arrive(behind.address, 1)
    await meet(one, other)
    await one.do("leave", room=one.room)
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "ended", "for the end")
        await page.do("next", room=page.room)
    lonely = await search((await arrive(ahead.address, 1))[0], "something rare")
    await asyncio.sleep(3)
    assert (one.phase, other.phase) == ("searching", "searching"), "they met again"
    assert lonely.phase == "searching" and lonely.vars["stage"] == 0
    await lonely.until(lambda: lonely.phase == "chatting", "to take anyone after 5 s", 5)

    # What is remembered.
    rows: list[tuple[int, int]] = []
    while len(rows) < 4:
        assert time.time() - ended < 40, "still waiting for the rooms of the history"
        await asyncio.sleep(0.5)
        with sqlite3.connect(tmp_path / "shared.db") as db:
            rows = db.execute("select opened_ms, closed_ms from room_history order by opened_ms").fetchall()
    assert all(about(opened / 1000, begun) and about(closed / 1000, ended) for opened, closed in rows[:3])
