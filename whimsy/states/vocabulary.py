"""What a browser may say to Reflex: an event of a handler we have, with the arguments it takes.

Reflex calls whatever function a name leads to, with whatever arguments, and logs what it chokes on. Here an
event is read first; what is none is dropped before a state is touched.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from reflex_base.registry import RegistrationContext

COSTLY = frozenset({"hydrate_and_load", "hydrate", "on_load_internal", "arrive", "take_here", "resync"})
"""Handlers that answer with all that a tab shows."""

_STORAGE = ("hydrate_and_load", "update_vars_internal")
_MAX_STORED = 40
_MAX_PATH = 512


class Unheard(Exception):
    """Not of the vocabulary. No page of ours says such a thing."""


def read(said: object) -> tuple[dict[str, Any], str]:
    """The event as Reflex gets it, and the name of its handler; raises Unheard."""
    if not isinstance(said, dict):
        raise Unheard
    name, payload = said.get("name"), said.get("payload", {})
    if not isinstance(name, str) or not isinstance(payload, dict):
        raise Unheard
    handler = name.rpartition(".")[2]
    takes = _callable().get(name)
    if takes is None:
        raise Unheard
    try:
        takes.bind(None, **payload)
    except TypeError:
        raise Unheard from None
    if handler in _STORAGE and not _is_storage(payload):
        raise Unheard
    return {"name": name, "payload": payload, "router_data": _where(said.get("router_data"))}, handler


def callable_from_outside() -> list[str]:
    """The full names of all handlers a browser may call."""
    return sorted(_callable())


@cache
def _callable() -> dict[str, inspect.Signature]:
    """Every handler of every state, but Reflex's `setvar`, and those that only other handlers start."""
    return {
        name: inspect.signature(known.handler.fn)
        for name, known in RegistrationContext.get().event_handlers.items()
        if not name.endswith(".setvar") and not known.handler.is_background
    }


def _is_storage(payload: dict[str, Any]) -> bool:
    stored, hashes = payload.get("vars") or {}, payload.get("hashes") or []
    return (
        isinstance(stored, dict)
        and len(stored) <= _MAX_STORED
        and all(isinstance(value, str) for value in stored.values())
        and isinstance(hashes, list)
        and all(isinstance(value, str) for value in hashes)
    )


def _where(said: object) -> dict[str, Any]:
    """Which page the browser says it is on: a path and a flat query, nothing else."""
    where = said if isinstance(said, dict) else {}
    paths = {key: where[key] for key in ("pathname", "asPath") if isinstance(where.get(key), str)}
    query = where.get("query")
    flat = {k: v for k, v in query.items() if isinstance(v, str)} if isinstance(query, dict) else {}
    if any(len(path) > _MAX_PATH for path in paths.values()):
        raise Unheard
    return {"pathname": "/", **paths, "query": flat}
