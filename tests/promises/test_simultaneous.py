"""Two who arrive in the same moment meet, whichever process they are on."""

from __future__ import annotations

import asyncio
import json
import sys

from tests.serving import ROOT
from tests.town import Town

TRIES = 1000


async def test_a_thousand_simultaneous_joins_from_two_processes_leave_nobody_waiting(town: Town):
    url = town.settings.redis_url.get_secret_value()
    sides = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.promises.joiner", url, side, str(TRIES),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )
        for side in "ab"
    ]  # fmt: skip
    one, other = [json.loads((await side.communicate())[0]) for side in sides]
    assert len(one) == len(other) == TRIES
    assert {phase for phase, _ in one + other} == {"chatting"}
    assert [room for _, room in one] == [room for _, room in other], "paired with each other"
    assert len({room for _, room in one}) == TRIES, "each room once"
