"""The deployed coturn configuration, for real: what it relays, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.calls import namespaces
from tests.calls.namespaces import HOMES, SERVER, TURN_SECRET
from tests.serving import ROOT
from whimsy.calls.ice import ice_for
from whimsy.settings import Settings
from whimsy.storage.keys import TEXT, new_room

pytestmark = pytest.mark.skipif(bool(namespaces.missing()), reason=namespaces.missing())

Ask = Callable[..., list]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Try things from home A, with a fresh credential unless another time is given."""
    settings = Settings(
        turn_urls=(f"turn:{SERVER}:3478?transport=udp",), turn_secret=TURN_SECRET, turn_ttl=60
    )

    def wish(*wishes: str, when: float | None = None) -> list:
        room = new_room(TEXT)
        [server] = ice_for(settings, room, "a", when or time.time()).wire()["iceServers"]
        asked = subprocess.run(
            where.inside("a", sys.executable, "-m", "tests.calls.turn_probe", SERVER,
                         server["username"], server["credential"], *wishes),
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return json.loads(asked.stdout)

    with namespaces.neighbourhood() as where, namespaces.coturn(where):
        time.sleep(0.5)
        yield wish


def test_a_fresh_credential_opens_a_relay_to_the_other_home(ask):
    assert ask(f"peer:{HOMES['b'][0]}") == ["ok"]


PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"]


@pytest.mark.parametrize("peer", [*PRIVATE, "224.0.0.1", "0.0.0.1"])
def test_private_loopback_and_metadata_peers_are_refused(ask, peer):
    assert ask(f"peer:{peer}") == [[403, 1]]


def test_an_expired_credential_is_refused(ask):
    [[code, opened]] = ask("allocate:1", when=time.time() - 3600)
    assert (code, opened) == (401, 0)


def test_an_allocation_over_the_quota_is_refused(ask):
    [[code, opened]] = ask("allocate:20")
    assert (code, opened) == (486, 16)
