"""Relays the signals of a call from one browser to the other: they are checked, and never kept."""

import json
from typing import Any, TypedDict

from whimsy.acts.attachment import Attachment
from whimsy.calls.candidate import Policy
from whimsy.calls.ice import ice_for
from whimsy.calls.negotiation import OutOfStep
from whimsy.calls.signals import parse_signal, way_of
from whimsy.engine import Engine
from whimsy.errors import WhimsyError
from whimsy.events import SignalSent


async def relay(engine: Engine, me: Attachment, raw: object) -> str:
    """Check a signal of the caller's browser and pass it on; returns "ok", or the code of a refusal."""
    try:
        me.pace.spend(way_of(raw))
        # In development both browsers may be on one machine.
        signal = parse_signal(raw, _policy(engine, me), loopback=not engine.settings.production)
        if me.view.video != "on" or (signal.room, signal.call) != (me.view.room, me.view.call):
            raise OutOfStep
        me.negotiating(signal.room, signal.call).say(signal)
        if (wire := signal.wire()) is not None:
            await engine.rooms.signal(me.place, signal.room, json.dumps(wire))
    except WhimsyError as refused:
        return refused.code
    return "ok"


def servers_for(engine: Engine, me: Attachment, asked: object) -> dict[str, Any] | None:
    """`IceConfig.wire` with a new credential for the call {room, call}; None if the caller is not in it."""
    try:
        me.pace.spend()
    except WhimsyError:
        return None
    view = me.view
    if view.video != "on" or asked != {"room": view.room, "call": view.call}:
        return None
    return _ice(engine, me)


def hear(me: Attachment, event: SignalSent) -> dict[str, Any]:
    """Take in a signal of the partner's browser; returns it as the caller's gets it."""
    wire: dict[str, Any] = json.loads(event.signal)
    heard = parse_signal(wire, Policy.ALL, loopback=True)
    me.negotiating(heard.room, heard.call).hear(heard)
    return wire


class Call(TypedDict):
    """What a browser needs for a call: its number, whether it is the polite side, the servers."""

    n: int
    polite: bool
    ice: dict[str, Any]


def call_for(engine: Engine, me: Attachment) -> Call:
    view = me.view
    return {"n": view.call, "polite": view.seat == "b", "ice": _ice(engine, me)}


NO_CALL: Call = {"n": 0, "polite": False, "ice": {}}


def _ice(engine: Engine, me: Attachment) -> dict[str, Any]:
    room, seat = me.view.room, me.view.seat
    return ice_for(engine.settings, room, seat, engine.store.now(), direct=me.direct).wire()  # type: ignore[arg-type]


def _policy(engine: Engine, me: Attachment) -> Policy:
    return Policy.RELAY if engine.settings.turn_urls and not me.direct else Policy.ALL
