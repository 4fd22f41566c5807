"""Proof of work: a small task for the browser, asked only of those whose behaviour asks for it.

The scheme is ALTCHA's (https://altcha.org/docs/v2/proof-of-work/, "v1"): find the number that has, together
with a salt, a given SHA-256. A challenge is not kept but signed, with a key for each visitor, so that nobody
can let others solve theirs. A solution is remembered until it expires, so that it counts once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any

from whimsy.errors import NeedsProof
from whimsy.settings import Settings
from whimsy.storage.keys import proof_key
from whimsy.storage.redis import Store

_ALGORITHM = "SHA-256"
_MAX = 1024
# The "&" at the end keeps the digits of the expiry apart from those of the number: without it, somebody could
# move digits from one to the other and let a proof expire later (CVE-2025-68113).
_SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{1,12})&", re.ASCII)
_COUNTED_MS = 3600 * 1000
_MOST_DOUBLINGS = 5
_PATIENCE = 8
"""So many proofs of an address raise the cost as much as one of the visitor's own, as it may be a school."""


@dataclass(frozen=True, slots=True)
class BotSigns:
    """What speaks for a bot. imposed: a sanction asks for a proof; skipping: too many short chats;
    crowded: the address has spent its budget. What the screens on text saw is noted by `Proofs.want`.
    """

    imposed: bool = False
    skipping: bool = False
    crowded: bool = False

    def __bool__(self) -> bool:
        return self.imposed or self.skipping or self.crowded


class Proofs:
    """Challenges, and the searches that solutions allow. keys: the signing keys, the newest last."""

    def __init__(self, store: Store, keys: list[str], settings: Settings) -> None:
        self._store = store
        self._keys = [hmac.digest(key.encode(), b"whimsy.proof", hashlib.sha256) for key in keys]
        self._cost = settings.proof_cost
        self._expiry = settings.proof_expiry
        self._lasts_ms = int(settings.proof_lasts * 1000)
        self._searches = settings.proof_searches

    async def demand(self, visitor: str, signs: BotSigns) -> None:
        """Let a search begin; raises NeedsProof if a proof is due and not done, or Unavailable."""
        if not self._cost:
            return
        keys = [proof_key(visitor, "pass"), proof_key(visitor, "wanted")]
        if not await self._store.run("visitors/pass.lua", keys, "1" if signs else ""):
            raise NeedsProof

    async def want(self, visitor: str) -> None:
        """Ask a proof before the visitor's next searches; raises Unavailable."""
        await self._store.ask("SET", proof_key(visitor, "wanted"), "1", "PX", self._lasts_ms)

    async def challenge(self, visitor: str, address: str = "") -> dict[str, Any]:
        """A task for this visitor, as ALTCHA writes it; raises Unavailable.

        Its cost doubles with each one that they solved lately, and with `_PATIENCE` solved at their address.
        """
        whose = [proof_key(who, "solved") for who in (visitor, address) if who]
        own, *shared = [int(n or 0) for n in await self._store.ask_all(("GET", key) for key in whose)]
        doublings = min(own + sum(shared) // _PATIENCE, _MOST_DOUBLINGS)
        return self._made(visitor, self._cost << doublings, int(self._store.now() + self._expiry))

    async def accept(self, visitor: str, payload: object, address: str = "") -> None:
        """Take the browser's solution, and let the visitor search for a while.

        Raises NeedsProof if it does not count, or Unavailable.
        """
        solved, left = self._read(visitor, payload)
        keys = [proof_key(visitor, what) for what in (f"used:{solved}", "pass", "solved", "wanted")]
        if not await self._store.run(
            "visitors/accept.lua", keys, int(left * 1000) + 1, self._searches, self._lasts_ms, _COUNTED_MS
        ):
            raise NeedsProof
        if address:
            key = proof_key(address, "solved")
            await self._store.ask_all([("INCR", key), ("PEXPIRE", key, _COUNTED_MS, "NX")])

    def _made(self, visitor: str, cost: int, expires: int) -> dict[str, Any]:
        salt = f"{secrets.token_hex(12)}?expires={expires}&"
        digest = _digest(salt, secrets.randbelow(cost + 1))
        return {
            "algorithm": _ALGORITHM,
            "challenge": digest,
            "maxnumber": cost,
            "salt": salt,
            "signature": _signature(self._keys[-1], visitor, digest),
        }

    def _read(self, visitor: str, payload: object) -> tuple[str, float]:
        """The digest that was solved and the seconds it is good for; raises NeedsProof."""
        match _parsed(payload):
            case {"algorithm": "SHA-256", "challenge": str(digest), "number": int(number), "salt": str(salt),
                  "signature": str(signature)}:  # fmt: skip
                known = _SALT.fullmatch(salt)
                left = int(known[1]) - self._store.now() if known else 0
                if left > 0 and hmac.compare_digest(
                    _digest(salt, number).encode(), digest.encode(errors="replace")
                ):
                    given = signature.encode(errors="replace")
                    for key in self._keys:
                        if hmac.compare_digest(_signature(key, visitor, digest).encode(), given):
                            return digest, left
        raise NeedsProof


def _parsed(payload: object) -> object:
    if isinstance(payload, str) and len(payload) <= _MAX:
        try:
            return json.loads(base64.b64decode(payload, validate=True))
        except (ValueError, RecursionError):
            pass
    return None


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{int(number)}".encode()).hexdigest()


def _signature(key: bytes, visitor: str, digest: str) -> str:
    own = hmac.digest(key, visitor.encode(), hashlib.sha256)
    return hmac.digest(own, digest.encode(), hashlib.sha256).hex()
