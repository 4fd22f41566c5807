"""Proof of work: a small task for the browser, asked only of those whose behaviour asks for it.

The scheme and the code are ALTCHA's (https://altcha.org/docs/v2/proof-of-work/, "v1"): find the number that
has, together with a salt, a given SHA-256. A challenge is not kept but signed, with a key for each visitor,
so that nobody can let others solve theirs. A solution is remembered until it expires, so that it counts once.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from altcha import v1

from whimsy.errors import NeedsProof
from whimsy.settings import Settings
from whimsy.storage.keys import proof_key
from whimsy.storage.redis import Store

_MAX = 1024
_COUNTED_MS = 3600 * 1000
_MOST_DOUBLINGS = 5
_PATIENCE = 8
"""This many proofs of an address, perhaps a school's, raise the cost as much as one of the visitor's own."""


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
        made = v1.create_challenge(
            v1.ChallengeOptions(
                max_number=self._cost << doublings,
                hmac_key=_own(self._keys[-1], visitor),
                expires=datetime.fromtimestamp(int(self._store.now() + self._expiry), UTC),
            )
        ).to_dict()
        made["maxnumber"] = made.pop("maxNumber")  # as browsers of this scheme have always read it
        return made

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

    def _read(self, visitor: str, payload: object) -> tuple[str, float]:
        """The digest that was solved and the seconds it is good for; raises NeedsProof."""
        if not isinstance(payload, str) or len(payload) > _MAX:
            raise NeedsProof
        # It compares signatures with ==. Timing a forgery would take far more work than the proof it saves.
        try:
            answer = v1.Payload.from_base64(payload)
            _, expires, _ = answer.parse_salt()
            known = any(
                v1.verify_solution(answer, _own(key, visitor), check_expires=False)[0] for key in self._keys
            )
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # of another shape
            raise NeedsProof from None
        # By the store's clock, which is the same for every process.
        if not known or expires is None or (left := expires - self._store.now()) <= 0:
            raise NeedsProof
        return answer.challenge, left


def _own(key: bytes, visitor: str) -> bytes:
    return hmac.digest(key, visitor.encode(), hashlib.sha256)
