"""What a deployer is told about a Redis that cannot be used: one sentence, and never their password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import valkey as servers
from tests.ports import free_port
from tests.storage.proxy import Tls
from whimsy.errors import Problem
from whimsy.launch import checks
from whimsy.settings import Settings

PASSWORD = "hunter2hunter2"


@pytest.fixture(scope="module")
def guarded() -> Iterator[servers.Server]:
    """A server that asks for a password; a user without rights is there too."""
    with servers.alone(
        f"requirepass {PASSWORD}", f"user poor on >{PASSWORD} allkeys nocommands +hello +ping"
    ) as server:
        yield server


def told(url: str, **more: object) -> str:
    with pytest.raises(Problem) as problem:
        checks.redis_answers(Settings(redis_url=url, **more))
    said = str(problem.value)
    assert PASSWORD not in said and "hunter" not in said and said.count(". ") == 0
    return said


def production(url: str) -> Settings:
    return Settings(
        redis_url=url,
        production=True,
        public_url="https://whimsy.example",
        secret_key="k" * 40,
        db_url="postgresql://whimsy@127.0.0.1/whimsy",
        trusted_proxy_hops=1,
        contact="mailto:hello@whimsy.example",
    )


def test_a_redis_that_can_be_used_is_accepted(guarded: servers.Server):
    checks.redis_answers(production(f"redis://:{PASSWORD}@{guarded.name}/0"))


def test_nobody_there():
    assert "does not answer" in told(f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0")


def test_a_wrong_password(guarded: servers.Server):
    assert "does not accept" in told(f"redis://:{PASSWORD}x@{guarded.name}")
    assert "does not accept" in told(f"redis://{guarded.name}")


def test_a_user_without_rights(guarded: servers.Server):
    assert "deploy/redis.acl" in told(f"redis://poor:{PASSWORD}@{guarded.name}")


@pytest.mark.parametrize(
    "url",
    [
        f"redis://:{PASSWORD}/x@127.0.0.1/0",
        f"redis://:{PASSWORD}@127.0.0.1/0?no_such_option=1",
        f"redis://:{PASSWORD}@127.0.0.1/0?max_connections=many",
        f"http://:{PASSWORD}@127.0.0.1/0",
        f"redis+magic://:{PASSWORD}@127.0.0.1/0",
        f"redis+sentinel://:{PASSWORD}@127.0.0.1:26379",
        f"redis+sentinel://:{PASSWORD}@127.0.0.1:port/mymaster",
        f"redis+cluster://:{PASSWORD}@127.0.0.1,127.0.0.2/3",
        f"redis+cluster://:{PASSWORD}@,127.0.0.2",
    ],
)
def test_a_url_that_cannot_be_read(url: str):
    """Fails without `from None` and sentences of our own in address.py: urllib repeats what it read."""
    assert told(url).startswith("WHIMSY_REDIS_URL")


def test_a_replica(guarded: servers.Server):
    with servers.alone(f"replicaof 127.0.0.1 {guarded.port}", f"masterauth {PASSWORD}") as replica:
        servers.until(lambda: replica.tell("INFO")["master_link_status"] == "up", "follows")
        assert "replica" in told(replica.url)


def test_a_node_of_a_cluster_and_none():
    """Fails without `_kind`: a single node answers, and refuses most steps later."""
    with servers.alone("cluster-enabled yes") as node:
        assert "redis+cluster://" in told(node.url)
    with servers.alone() as server:
        assert "does not answer" in told(f"redis+cluster://{server.name}")


def test_sentinels_that_do_not_know_the_service(tmp_path):
    watcher = servers.Server(tmp_path, sentinel=True).start()
    try:
        assert "No Sentinel" in told(f"redis+sentinel://{watcher.name}/mymaster")
        assert "redis+sentinel://" in told(watcher.url)
    finally:
        watcher.kill()


async def test_a_certificate_nobody_vouches_for(guarded: servers.Server, tmp_path):
    """Fails when certificates are not verified."""
    async with Tls(guarded.port, tmp_path) as tls:
        settings = Settings(redis_url=f"rediss://:{PASSWORD}@localhost:{tls.port}/0")
        with pytest.raises(Exception) as failed:
            await checks._try_redis(settings)
        assert "certificate" in checks._why(failed.value)


def test_production_refuses_a_redis_that_anybody_may_use(monkeypatch, guarded: servers.Server):
    """Fails without `_guarded`; with a password in the url that the server does not ask for, too."""
    with servers.alone(f"user whimsy on >{PASSWORD} allkeys allchannels allcommands") as server:
        login = f"redis://whimsy:{PASSWORD}@{server.name}/0"
        checks.redis_answers(production(login))  # loopback
        monkeypatch.setattr(checks, "_loopback", lambda host: False)
        for url in (login, server.url):
            with pytest.raises(Problem, match="In production Redis needs a password"):
                checks.redis_answers(production(url))
        checks.redis_answers(Settings(redis_url=server.url))
    checks.redis_answers(production(f"redis://:{PASSWORD}@{guarded.name}/0"))


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("localhost", True), ("127.8.9.1", True), ("::1", True), ("192.0.2.7", False),
     ("10.0.0.1", False), ("0.0.0.0", False), ("fd00::1", False)],
)  # fmt: skip
def test_only_loopback_is_near(host: str, near: bool):
    assert checks._loopback(host) is near
