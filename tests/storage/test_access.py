"""Whimsy's own Redis user, as `deploy/redis.acl` ships it: all that is needed, nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import redis

from tests import valkey as servers
from tests.serving import ROOT
from tests.storage.proxy import Tls
from tests.storage.users import PASSWORD, QUOTED, SHIPPED, written
from tests.town import Town
from whimsy.rooms.history import History
from whimsy.settings import Settings
from whimsy.storage.bus import Bus
from whimsy.visitors.blocks import block


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Iterator[servers.Server]:
    """A server with the users of deploy/redis.acl."""
    with servers.alone(f"include {written(tmp_path_factory.mktemp('acl'))}") as server:
        yield server


@pytest.fixture
def settings(guarded: servers.Server, tmp_path) -> Settings:
    return Settings(redis_url=f"redis://whimsy:{QUOTED}@{guarded.name}/0", data_dir=tmp_path)


async def live(town: Town) -> None:
    """Walk through everything that touches the store."""
    one, other, room = await town.pair()
    await one.say(room, "hello")
    await town.rooms.typing(one.place, room)
    await town.rooms.video(one.place, room, "offer")
    await other.part()
    await other.come_back()
    await one.breathe()
    await town.headcount.vouch([one.tab.visitor])
    seat = await town.active_tabs.find(one.tab.person)
    assert seat
    await town.active_tabs.keep({one.tab.person: seat})
    await block(town.store, [(one.tab.person, other.tab.person)], 60_000)
    await town.lobby.reap(one.cell)
    assert await one.listen()
    await one.leave(room)
    waiting = town.citizen()
    await waiting.enter("tea", language="en")
    await waiting.poll()
    await waiting.cancel()
    await town.store.pulse()


class Nowhere:
    """A database that takes nothing: the history's Redis side is what is tried."""

    def __call__(self):
        raise OSError


async def test_everything_whimsy_does_is_allowed_to_its_user(settings: Settings):
    """Fails without any one of the commands in the user's line, or with another key or channel pattern."""
    town = Town(settings)
    await town.listen_from_now()
    await live(town)
    assert await History(town.store, Nowhere()).flush() == 0
    bus = Bus(town.store.client, lambda *_: None, lambda: None)
    await bus.start()
    assert bus._ready.is_set()
    await bus.stop()
    await town.close()


@pytest.mark.parametrize(
    "forbidden",
    ["GET somebody:else", "SET whimsyx 1", "CONFIG GET requirepass", "FLUSHALL", "KEYS *", "MODULE LIST",
     "ACL LIST", "EVAL return 0", "SHUTDOWN", "SUBSCRIBE others", "MONITOR",
     "EVAL return{redis.call('GET','somebody:else')} 0", "REPLICAOF 127.0.0.1 1", "SCRIPT FLUSH"],
)  # fmt: skip
def test_its_user_may_touch_nothing_else(guarded: servers.Server, forbidden: str):
    """Fails with `allkeys`, `allchannels` or `allcommands` in the user's line."""
    with (
        redis.Redis(port=guarded.port, username="whimsy", password=PASSWORD) as client,
        pytest.raises(redis.exceptions.NoPermissionError),
    ):
        client.execute_command(*forbidden.split(" "))


def test_a_step_of_its_user_reaches_no_other_key(guarded: servers.Server):
    """Fails with `allkeys`: a script is bound by the keys of who runs it."""
    with redis.Redis(port=guarded.port, username="whimsy", password=PASSWORD) as client:
        sha = client.script_load("return redis.call('GET', 'somebody:else')")
        with pytest.raises(redis.exceptions.ResponseError, match=r"(?i)permission|ACL"):
            client.evalsha(sha, 0)


def test_nobody_else_gets_in(guarded: servers.Server):
    """Fails without `user default off`."""
    with guarded.client() as client, pytest.raises(redis.exceptions.AuthenticationError):
        client.ping()


def test_the_shipped_user_has_every_command_of_the_steps():
    """Fails when a step calls a command that deploy/redis.acl does not give."""
    called = {
        command.lower()
        for step in (ROOT / "whimsy").rglob("*.lua")
        for command in re.findall(r"redis\.call\('(\w+)'", step.read_text())
    }
    assert called <= set(re.findall(r"\+(\w+)", SHIPPED.split("user whimsy ")[1].splitlines()[0]))


async def test_a_town_lives_behind_tls(guarded: servers.Server, tmp_path):
    """Fails without the certificate in the url, as tests/launch/test_checks.py shows."""
    async with Tls(guarded.port, tmp_path) as tls:
        url = f"rediss://whimsy:{QUOTED}@localhost:{tls.port}/0?ssl_ca_certs={tls.authority}"
        town = Town(Settings(redis_url=url, data_dir=tmp_path))
        await town.listen_from_now()
        await live(town)
        await town.close()
