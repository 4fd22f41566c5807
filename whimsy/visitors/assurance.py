"""Who may come in: what a visitor has to have agreed to, and how sure we are of their age.

By default a visitor declares that they are of age and accepts the rules; the answer is signed, bound to
the visitor, and remembered by their browser. A deployer who must know more plugs in a provider of their own.
"""

from __future__ import annotations

import importlib
import time
from typing import Protocol, cast

from itsdangerous import BadData, URLSafeSerializer

from whimsy.errors import Problem
from whimsy.visitors.identity import VisitorId

RULES = "2026-11"
"""Which wording of the rules was agreed to; a new one is asked for again."""

_MAX = 4096


class Assurance(Protocol):
    """Decides from a claim whether its bearer is old enough to come in.

    claim: what the door's page sends: "declared" by default; a provider's own page sends what the
    provider gave it. Must not raise: what cannot be decided is not admitted.
    """

    async def admits(self, visitor: VisitorId, claim: str) -> bool:
        """Whether this visitor may come in."""


class Declared:
    """Takes a visitor's own word."""

    async def admits(self, visitor: VisitorId, claim: str) -> bool:  # noqa: ARG002 (a provider needs it)
        """Whether they said so."""
        return claim == "declared"


class Door:
    """Asks once, and remembers the answer in the visitor's own browser, signed.

    keys: as for Identity, the signing one last. lasts: seconds an answer is good for.
    """

    def __init__(self, keys: list[str], assurance: Assurance, lasts: float) -> None:
        self._serializer = URLSafeSerializer(keys, salt="whimsy.door")
        self._assurance = assurance
        self._lasts = int(lasts)

    async def admit(self, visitor: VisitorId, claim: object) -> str:
        """The pass of a visitor who may come in; "" for one who may not."""
        if isinstance(claim, str) and len(claim) <= _MAX and await self._assurance.admits(visitor, claim):
            return self._serializer.dumps([visitor, RULES, int(time.time()) + self._lasts])
        return ""

    def passed(self, visitor: VisitorId, door_pass: object) -> bool:
        """Whether this pass is ours, this visitor's, recent enough, and of the present rules."""
        if not isinstance(door_pass, str) or len(door_pass) > _MAX:
            return False
        try:
            whose, rules, until = self._serializer.loads(door_pass)
        except (BadData, TypeError, ValueError):
            return False
        # Only the end is compared: a process whose clock is behind must not refuse what another one minted.
        return bool((whose, rules) == (visitor, RULES) and time.time() < until)


class NoProvider(Problem):
    """The named provider cannot be loaded; the message is one sentence."""


def provider(name: str) -> Assurance:
    """The assurance named "package.module:factory", or the default for ""; raises NoProvider."""
    if not name:
        return Declared()
    module, _, factory = name.partition(":")
    try:
        return cast(Assurance, getattr(importlib.import_module(module), factory)())
    except Exception as error:  # of theirs, whatever it is
        raise NoProvider("WHIMSY_ASSURANCE names nothing that can be loaded.") from error
