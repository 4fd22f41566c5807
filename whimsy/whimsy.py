"""The Reflex app, assembled: pages, gate, namespace, and what runs as long as the server."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import reflex as rx

from whimsy.acts.beat import Beat
from whimsy.edge.answers import Asgi
from whimsy.edge.card import card
from whimsy.edge.gate import App, Gate
from whimsy.edge.kept import kept_parts
from whimsy.edge.probes import probes
from whimsy.edge.security import security_txt
from whimsy.launch import unsafe
from whimsy.launch.orphan import leave_with_supervisor
from whimsy.pages import add_pages
from whimsy.seam import engine, sockets, states
from whimsy.seam.build import STATIC
from whimsy.seam.pages import get_web_dir, without_overlay
from whimsy.settings import build, settings
from whimsy.states import faults, lifecycle
from whimsy.states.browsers import NAMESPACE
from whimsy.states.chat import ChatState
from whimsy.states.delivery import delivering
from whimsy.states.desk.session import DeskState
from whimsy.states.drain import Drain, ready
from whimsy.states.wire import Wire
from whimsy.storage import migrate
from whimsy.visitors.address import Addresses
from whimsy.visitors.keyring import signing_keys

_COUNT_EVERY = 1.0
_PROSPECTS_EVERY = 5.0
_OPENING_EVERY = 1.0
_LOOK_EVERY = 0.5
"""Seconds between two looks at the store. Pages show within two seconds that it is away."""


@asynccontextmanager
async def _open() -> AsyncIterator[None]:
    faults.hush()
    if problem := unsafe.server(settings()):
        faults.give_up(problem)
    try:
        await migrate.ready(settings())
    except migrate.NotMigrated as error:
        faults.give_up(str(error))
    async with delivering(app, ChatState, settings()) as office:
        states.make_when_asked(DeskState)
        beat, chores = Beat(office), office.engine.chores
        chores.every(settings().beat, beat.beat)
        chores.every(_COUNT_EVERY, beat.count)
        chores.every(_PROSPECTS_EVERY, beat.tell_prospects)
        chores.every(_OPENING_EVERY, office.show_opening)
        chores.every(_LOOK_EVERY, office.watch_store)
        chores.every(1, leave_with_supervisor)
        _spare_the_collector()
        Drain(app, office).listen()
        yield


def _spare_the_collector() -> None:
    """Collect rarely, and never what lives as long as the process.

    A full collection stops a worker with 400 tabs for over 100 ms, which delays its messages. Nor is
    there one now: of what a start allocates less than a hundredth is garbage.
    """
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)
    gc.enable()


def _gate(inner: App) -> Gate:
    addresses = Addresses(signing_keys(settings())[-1], settings().trusted_proxy_hops)
    return Gate(inner, settings(), addresses, get_web_dir() / STATIC, ready)


def _kept_parts(inner: Asgi) -> Asgi:
    """Serve the files of earlier builds, too, which only `python -m whimsy` keeps."""
    return kept_parts(get_web_dir() / STATIC, get_web_dir().parent)(inner) if build() else inner


def _card(inner: Asgi) -> Asgi:
    return card(get_web_dir() / STATIC, settings().public_url)(inner)


def _security_txt(inner: Asgi) -> Asgi:
    return security_txt(settings().contact, settings().public_url)(inner)


app = rx.App(
    toaster=None,
    html_lang="en",
    backend_exception_handler=faults.in_handler,
    frontend_exception_handler=faults.in_page,
    api_transformer=[probes(ready), _security_txt, _card, _kept_parts, _gate],
)
without_overlay(app)  # the shell shows the connection itself
add_pages(app)
sockets.add(app, Wire(NAMESPACE))
engine.write_directly(app)
lifecycle.guard(app)
app.register_lifespan_task(_open)
