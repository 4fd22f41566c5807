"""Does for tests what a browser does."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json

from whimsy.visitors.proof import Proofs


def solve(challenge: dict) -> str:
    """The payload that solves it."""
    for number in itertools.count():
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            break
    answer = {name: value for name, value in challenge.items() if name != "maxnumber"}
    return base64.b64encode(json.dumps({**answer, "number": number}).encode()).decode()


async def solved(proofs: Proofs, visitor: str, address: str = "") -> str:
    """A fresh challenge's payload."""
    return solve(await proofs.challenge(visitor, address))
