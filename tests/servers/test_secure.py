"""All that touches the store, on a Redis 7 with TLS and the shipped user, run each of the three ways."""

from __future__ import annotations

import asyncio
import functools
from pathlib import Path

import pytest

from tests import valkey as servers
from tests.servers import secure
from tests.servers.test_failover import Process, answers, gone, until
from tests.storage.certificate import Certificate
from tests.storage.test_access import live
from tests.storage.users import PASSWORD
from tests.town import Town
from whimsy.errors import Problem
from whimsy.launch import checks
from whimsy.settings import Settings
from whimsy.storage import redis
from whimsy.storage.keys import TEXT, VIDEO
from whimsy.storage.redis import Store

pytestmark = pytest.mark.skipif(secure.PROGRAM is None, reason="needs Debian's redis-tools")
GROUPS = {"alone": servers.alone, "sentinels": servers.watched, "cluster": servers.clustered}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def make(certificate: Certificate) -> servers.Make:
    return functools.partial(secure.Secure, certificate=certificate)


@pytest.fixture(scope="module", params=GROUPS)
def plain(request, make: servers.Make):
    """The url of each kind, without TLS, a user and a password."""
    with GROUPS[request.param](make=make) as group:
        yield group.url


async def test_a_town_lives_behind_tls_with_the_shipped_user(plain: str, certificate: Certificate, tmp_path):
    """Fails without `certificates` or the Sentinels' login in redis.py, or without a command in redis.acl."""
    url = secure.login(plain, certificate)
    town = Town(Settings(redis_url=url, data_dir=tmp_path))
    await town.listen_from_now()
    await live(town)
    await town.close()
    async with Process(url) as process:
        await until(lambda: process.hears(TEXT))
        await until(lambda: process.hears(VIDEO))


def test_what_is_missing_is_said_before_the_start(plain: str, certificate: Certificate):
    """Fails when certificates are not verified. What is wrong is said without the password."""
    url = secure.login(plain, certificate)
    checks.redis_answers(Settings(redis_url=url))
    for wrong in (
        url.replace(f"ssl_ca_certs={certificate.authority}", ""),
        url.replace("rediss", "redis").replace(f"ssl_ca_certs={certificate.authority}", ""),
        url.replace("whimsy:", "whimsy:x"),
    ):
        with pytest.raises(Problem) as problem:
            checks.redis_answers(Settings(redis_url=wrong))
        assert PASSWORD not in str(problem.value) and "s3cret" not in str(problem.value)


async def test_a_server_that_hangs_is_left_without_its_goodbye(make: servers.Make, certificate: Certificate):
    """Fails without `abort` in connection.py: TLS waits half a minute for an answer, and the socket stays."""
    with servers.alone(make=make) as server:
        url = secure.login(server.url, certificate)
        store = Store(redis.connect(url, 1), Settings(redis_url=url))
        await store.pulse()
        server.freeze()
        before = len([*Path("/proc/self/fd").iterdir()])
        await store.close()
        await asyncio.sleep(0)
        assert len([*Path("/proc/self/fd").iterdir()]) < before
        server.thaw()


async def test_sentinels_fail_over_with_the_shipped_users(make: servers.Make, certificate: Certificate):
    """Fails without a command of the user `sentinel` or `replica` in redis.acl."""
    with servers.watched(make) as group:
        async with Process(secure.login(group.url, certificate)) as one:
            await until(lambda: one.hears(TEXT))
            group.servers[0].kill()
            await until(lambda: gone(one))
            await until(lambda: one.hears(TEXT))
            await until(lambda: answers(one))
