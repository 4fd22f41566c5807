"""What a browser may send to Reflex: events that name one of its handlers, with arguments that this takes.

Reflex itself would call any function that a name leads to, with any arguments, and log what fails. Everything
else is therefore dropped before it reaches Reflex.
"""

import inspect
from functools import cache
from typing import Any

from whimsy.errors import Malformed
from whimsy.seam import states, wire
from whimsy.states.appeal import AppealState
from whimsy.states.chat import ChatState
from whimsy.states.desk.entrance import EntranceState

_OURS = (
    ChatState.arrive, ChatState.take_here, ChatState.resync, AppealState.arrive, EntranceState.arrive,
)  # fmt: skip
COSTLY = states.HYDRATING | {states.name_of(handler) for handler in _OURS}
"""Handlers, by full name, that answer with everything a tab shows."""

_MAX_STORED = 40
_MAX_PATH = 512


class Unheard(Malformed):
    """It is outside of the vocabulary, so none of our pages sent it."""


def read(said: object) -> dict[str, Any]:
    """Parse an event; returns it as Reflex takes it: {name (full), payload, router_data}. Raises Unheard."""
    if not isinstance(said, dict):
        raise Unheard
    name, payload = said.get("name"), said.get("payload", {})
    if not isinstance(name, str) or not isinstance(payload, dict):
        raise Unheard
    takes = callable_from_outside().get(name)
    if takes is None:
        raise Unheard
    try:
        takes.bind(None, **payload)
    except TypeError:
        raise Unheard from None
    if name in states.STORING and not _is_storage(payload):
        raise Unheard
    return {"name": name, "payload": payload, "router_data": _where(said.get("router_data"))}


@cache
def callable_from_outside() -> dict[str, inspect.Signature]:
    """The signature of each handler that a browser may call, by full name."""
    return states.callable_handlers()


def _is_storage(payload: dict[str, Any]) -> bool:
    stored, hashes = payload.get(wire.STORED) or {}, payload.get(wire.HASHES) or []
    return (
        isinstance(stored, dict)
        and len(stored) <= _MAX_STORED
        and all(isinstance(value, str) for value in stored.values())
        and isinstance(hashes, list)
        and all(isinstance(value, str) for value in hashes)
    )


def _where(said: object) -> dict[str, Any]:
    """The page that the browser names: only its paths and a flat query. Raises Unheard."""
    where = said if isinstance(said, dict) else {}
    paths = {key: where[key] for key in (wire.PATH, wire.ORIGIN) if isinstance(where.get(key), str)}
    query = where.get(wire.QUERY)
    flat = {k: v for k, v in query.items() if isinstance(v, str)} if isinstance(query, dict) else {}
    if any(len(path) > _MAX_PATH for path in paths.values()):
        raise Unheard
    return {wire.PATH: "/", **paths, wire.QUERY: flat}
