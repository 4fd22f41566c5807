"""T16: no word, token, id or address in a log. tests/markers.py searches those of all tests: does it bite?"""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType

import pytest

from tests import markers
from tests.serving import Served
from tests.town import Town
from tests.wire.test_wire import pair
from whimsy.errors import Unavailable, WhimsyError
from whimsy.states import faults
from whimsy.states.delivery import delivery
from whimsy.stranger.page import CHAT, FIELD


@pytest.mark.served
async def test_a_handler_that_logs_a_text_fails_the_test(tmp_path, browse):
    """Fails without the search in `Served.stop`."""
    server = Served(tmp_path / "leaky", screens="tests.security.leaky:tells").wait()
    one, other = await pair(lambda: browse(server))
    await one.say("nobody else should read this")
    await other.until(lambda: other.texts, "for the line")
    with pytest.raises(AssertionError, match="nobody else should read this"):
        await asyncio.to_thread(server.stop)


@pytest.mark.served
async def test_what_a_server_knows_of_a_page_is_planted(serve, browse):
    """Fails when a page that talks to a server is not watched, or a stored value gets another name."""
    served = serve()
    one, other = await pair(lambda: browse(served))
    await one.say("a line like any other")
    await other.until(lambda: other.texts, "for the line")
    held = [*one.local.values(), *other.session.values(), one.token, one.room, "a line like any other"]
    for secret in filter(None, held):
        assert markers.leaks(f"12:00 WARNING x: {secret}!") == [secret]
    visitor = markers.visitor_of(one.local["visitor_token"])
    assert len(visitor) == 22 and markers.leaks(visitor)


def test_a_task_that_outlives_its_server_is_no_error_and_a_bug_is(caplog):
    """Fails without "delivery" in `in_handler`."""
    for which, lines in (("delivery", 0), ("redis", 1)):
        caplog.clear()
        try:
            raise Unavailable(which)
        except Unavailable as error:
            error.__traceback__ = _of_ours()
            faults.in_handler(error)
        assert len(caplog.records) == lines


def _of_ours() -> TracebackType | None:
    try:
        delivery()
    except Unavailable as error:
        return error.__traceback__
    return None


async def test_what_the_domain_is_told_is_planted_and_what_it_logs_is_searched(town: Town):
    """Fails without the ears of `watch`; seen with "DEBUG" left out as well."""
    one, other, room = await town.pair()
    await one.say(room, "whispered in this process")
    logging.getLogger("whimsy.rooms").debug("said: %s", "whispered in this process")
    assert markers.leaks(markers.taken()) == ["whispered in this process"]
    error = WhimsyError("you said whispered in this process")
    assert error and markers.leaks(markers.taken()) == ["whispered in this process"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("connection from 127.0.0.8 lost", ["127.0.0.8"]),
        ("('10.7.0.2', 51234) - closed", ["10.7.0.2"]),
        ("peer 127.0.0.1:51234", ["127.0.0.1:51234"]),
        ("peer [2001:db8:1:2:3:4:5:6]", ["[2001:db8:1:2:3:4:5:6"]),
        ("peer fe80::1ff:fe23:4567:890a%eth0", ["fe80::1ff:fe23:4567:890a"]),
        ("Whimsy is at http://127.0.0.1:3000", []),
        ("2026-11-22 13:09:38,123 WARNING whimsy.bus: lost redis 7.4.1", []),
    ],
)
def test_addresses_are_found_and_times_versions_and_our_own_are_not(line, found):
    assert markers.leaks(line, ["3000"]) == found


def test_browsers_frames_are_understood():
    """Fails without `frame`: what Chromium says would not be searched for."""
    markers.frame('42/_event,["event",{"name":"x","payload":{"text":"typed into chromium","n":1}}]')
    markers.frame(
        f'42/_event,["event","{{\\"delta\\":{{\\"{CHAT}\\":{{\\"tab_secret{FIELD}\\":\\"{"s" * 43}\\"}}}}}}"]'
    )
    for junk in ("2", b"42", "42[", '42["event"]', '42["event",7]', None):
        markers.frame(junk)
    assert sorted(markers.leaks(f"typed into chromium {'s' * 43}")) == ["s" * 43, "typed into chromium"]
