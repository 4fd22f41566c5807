"""States and their handlers, beyond what Reflex documents: raw deltas, our own events, forgetting."""

import inspect
from functools import cache, lru_cache
from typing import Any

import reflex as rx
from reflex.state import BaseState, OnLoadInternalState, State, StateUpdate, UpdateVarsInternalState
from reflex_base.event import Event, EventHandler, EventType
from reflex_base.registry import RegistrationContext
from reflex_base.utils.format import format_event_handler

from whimsy.seam import sockets, wire

Follows = EventType[()] | None
"""What a handler returns: the handlers to begin after it, if any."""


def delta(state: type[rx.State], values: dict[str, Any]) -> dict[str, Any]:
    """What tells a page of new values of vars."""
    return {"delta": {state.get_full_name(): {name + wire.FIELD: value for name, value in values.items()}}}


async def show(app: rx.App, state: type[rx.State], values: dict[str, Any], token: str | None) -> None:
    """Change vars in a page (None: in every page of this process), but not in the state, by a raw delta."""
    assert app.event_namespace is not None
    update = StateUpdate(**delta(state, values))
    if token is None:
        await app.event_namespace.emit(wire.EVENT, update)
    else:
        await app.event_namespace.emit_update(update, token=token)


def put(app: rx.App, state: type[rx.State], token: str, name: str, value: object) -> bool:
    """Set a var of a page's state without telling the page; returns False while anything else changes it."""
    manager: Any = app.state_manager
    lock_key, state_key = _keys_of(token, state)
    lock, root = manager._states_locks.get(lock_key), manager.states.get(state_key)
    if root is None or (lock is not None and lock.locked()):
        return False
    page = root.get_substate(_path_of(state))
    vars(page)[name] = value  # past the tracking of changes
    return True


@lru_cache(maxsize=8192)
def _keys_of(token: str, state: type[rx.State]) -> tuple[str, str]:
    """By what the state's manager knows a page: for its lock, and for its states."""
    held = rx.BaseStateToken(ident=token, cls=state)
    return held.lock_key, held.cache_key


@cache
def _path_of(state: type[rx.State]) -> list[str]:
    return state.get_full_name().split(".")


async def begin(app: rx.App, token: str, follows: Follows) -> None:
    """Queue events for a page's state."""
    for event in Event.from_event_type(follows):
        await app.event_processor.enqueue(token, event)


def make_when_asked(state: type[rx.State]) -> None:
    """Make the substates of `state` in a page only when somebody asks for one; most pages never do.

    For a server alone, as the build reads the initial values of all states.
    """
    inner = state.__init__

    def without_substates(self: rx.State, *args: Any, **options: Any) -> None:
        inner(self, *args, **{**options, "init_substates": False})
        object.__setattr__(self, "substates", _WhenAsked(self))

    state.__init__ = without_substates  # type: ignore[method-assign]


class _WhenAsked(dict[str, BaseState]):
    """The substates of a state, which are there for who names one, and are made then."""

    def __init__(self, parent: rx.State) -> None:
        super().__init__()
        self._parent = parent

    def __contains__(self, name: object) -> bool:
        return name in _substates_of(type(self._parent))

    def __missing__(self, name: str) -> BaseState:
        made = _substates_of(type(self._parent))[name](parent_state=self._parent, _reflex_internal_init=True)
        self[name] = made
        return made


@cache
def _substates_of(state: type[rx.State]) -> dict[str, type[BaseState]]:
    return {substate.get_name(): substate for substate in state.get_substates()}


def forget(app: rx.App, state: type[rx.State], token: str) -> None:
    """Drop the states of a page, unless it is connected (again)."""
    if sockets.holder_of(app, token) is None:
        manager: Any = app.state_manager
        manager._purge_token(manager._coerce_token(rx.BaseStateToken(ident=token, cls=state)))


def callable_handlers() -> dict[str, inspect.Signature]:
    """What each handler takes, by full name; without Reflex's `setvar`, and background tasks."""
    return {
        name: inspect.signature(known.handler.fn)
        for name, known in RegistrationContext.get().event_handlers.items()
        if not name.endswith(".setvar") and not known.handler.is_background
    }


def name_of(handler: Any) -> str:
    """The full name of a handler such as `ChatState.arrive`; raises TypeError for anything else."""
    if not isinstance(handler, EventHandler):
        raise TypeError(f"{handler!r} is no handler")
    return format_event_handler(handler)


def place_of(var: Any) -> dict[str, str]:
    """Where a var such as `ChatState.phase` is in a delta: {state, field}."""
    data = var._get_all_var_data()
    return {"state": data.state, "field": data.field_name + wire.FIELD}


HYDRATING = frozenset(
    map(name_of, (State.hydrate, State.hydrate_and_load, OnLoadInternalState.on_load_internal))
)
"""Handlers of Reflex's that answer with all that a page shows."""
STORING = frozenset(map(name_of, (State.hydrate_and_load, UpdateVarsInternalState.update_vars_internal)))
"""Handlers of Reflex's that take what the browser kept."""
