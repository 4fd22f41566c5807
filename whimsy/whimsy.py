"""The front door: pages, gate, namespace, lifespan. Nothing else."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx
from reflex.constants import Dirs
from reflex.utils.prerequisites import get_web_dir

from whimsy.acts.beat import Beat
from whimsy.edge.answers import Asgi
from whimsy.edge.gate import App, Gate
from whimsy.edge.kept import kept_parts
from whimsy.edge.probes import probes
from whimsy.edge.security import security_txt
from whimsy.launch import unsafe
from whimsy.launch.orphan import leave_with_supervisor
from whimsy.pages import add_pages
from whimsy.settings import build, settings
from whimsy.states import faults, lifecycle
from whimsy.states.browsers import NAMESPACE
from whimsy.states.chat import ChatState
from whimsy.states.delivery import delivering
from whimsy.states.drain import Drain, ready
from whimsy.states.wire import Wire
from whimsy.storage import migrate
from whimsy.visitors.address import Addresses
from whimsy.visitors.keyring import signing_keys

_COUNT_EVERY = 1.0
_LOOK_EVERY = 0.5
"""With a timeout of a second, pages know within two that the store is away."""


@asynccontextmanager
async def _open() -> AsyncIterator[None]:
    """From start to stop of a server process."""
    faults.hush()
    if problem := unsafe.server(settings()):
        faults.give_up(problem)
    try:
        await migrate.ready(settings())
    except migrate.NotMigrated as error:
        faults.give_up(str(error))
    async with delivering(app, ChatState, settings()) as office:
        beat, chores = Beat(office), office.engine.chores
        chores.every(settings().beat, beat.beat)
        chores.every(_COUNT_EVERY, beat.count)
        chores.every(_LOOK_EVERY, office.watch_store)
        chores.every(1, leave_with_supervisor)
        _spare_the_collector()
        Drain(app, office).listen()
        yield


def _spare_the_collector() -> None:
    """Let garbage collection pass over what lives as long as the process.

    A full collection stops a worker with 400 tabs for over 100 ms, which somebody's message waits for.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)


def _gate(inner: App) -> Gate:
    addresses = Addresses(signing_keys(settings())[-1], settings().trusted_proxy_hops)
    return Gate(inner, settings(), addresses, get_web_dir() / Dirs.STATIC, ready)


def _kept_parts(inner: Asgi) -> Asgi:
    """Only `whimsy.launch` keeps builds beside each other."""
    return kept_parts(get_web_dir() / Dirs.STATIC, get_web_dir().parent)(inner) if build() else inner


def _security_txt(inner: Asgi) -> Asgi:
    return security_txt(settings().contact, settings().public_url)(inner)


app = rx.App(
    toaster=None,
    html_lang="en",
    backend_exception_handler=faults.in_handler,
    frontend_exception_handler=faults.in_page,
    api_transformer=[probes(ready), _security_txt, _kept_parts, _gate],
)
app.app_wraps.pop((5, "Overlay"))  # Reflex's own connection toasts; the shell says it itself
add_pages(app)
app.sio.register_namespace(Wire(NAMESPACE))
lifecycle.guard(app)
app.register_lifespan_task(_open)
