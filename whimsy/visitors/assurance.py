"""Who may come in: whoever agreed to the rules, and is old enough as far as we know.

By default visitors declare that they are of age and accept the rules. The answer is signed, bound to the
visitor, and kept by their browser. A deployer who must know more plugs in a provider of their own.
"""

import importlib
import time
from typing import Protocol, cast

from itsdangerous import BadData, URLSafeSerializer

from whimsy.errors import Problem
from whimsy.visitors.identity import VisitorId

RULES = "2026-11"
"""The version of the rules. After a new one, visitors are asked again."""

_MAX = 4096


class Assurance(Protocol):
    """Decides by a claim whether a visitor is old enough to come in.

    claim: what the page of the door sends: "declared", or what a provider gave to its own page.
    It must not raise: whoever cannot be judged is not admitted.
    """

    async def admits(self, visitor: VisitorId, claim: str) -> bool: ...


class Declared:
    """Takes a visitor's own word."""

    async def admits(self, visitor: VisitorId, claim: str) -> bool:  # noqa: ARG002 (a provider needs it)
        return claim == "declared"


class Door:
    """Signs a pass, which the visitor's browser keeps.

    keys: the signing keys, the newest last; lasts: seconds that a pass is good for.
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
        """Whether a pass is ours, this visitor's, recent enough, and of the present rules."""
        if not isinstance(door_pass, str) or len(door_pass) > _MAX:
            return False
        try:
            whose, rules, until = self._serializer.loads(door_pass)
        except (BadData, TypeError, ValueError):
            return False
        # Only the end is compared, so that a process whose clock is behind takes the passes of others.
        return bool((whose, rules) == (visitor, RULES) and time.time() < until)


class NoProvider(Problem):
    """The provider that was named cannot be loaded."""


def provider(name: str) -> Assurance:
    """The provider "package.module:factory", or the default for ""; raises NoProvider."""
    if not name:
        return Declared()
    module, _, factory = name.partition(":")
    try:
        return cast(Assurance, getattr(importlib.import_module(module), factory)())
    except Exception as error:  # whatever the provider raises
        raise NoProvider("WHIMSY_ASSURANCE names nothing that can be loaded.") from error
