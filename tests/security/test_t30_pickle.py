"""T30: nothing of ours is pickled, so that whoever can write to Redis still cannot run code here.

That start-up refuses a Redis anybody may use is proven in tests/launch/test_checks.py, and that the user of
deploy/redis.acl may do no more than needed in tests/servers.
"""

from __future__ import annotations

import ast
import json
import re

import pytest
from redis import Redis

from tests.serving import ROOMY, ROOT
from tests.wire.test_calls import calling
from tests.wire.test_safety import safety
from whimsy.stranger.page import WISHES

UNSAFE = {
    "pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "jsonpickle",
    "yaml",
}  # fmt: skip
PLAIN = re.compile(r"[\x20-\x7e]*")


def test_no_code_of_ours_can_unpickle():
    found = []
    for file in (*(ROOT / "whimsy").rglob("*.py"), ROOT / "rxconfig.py", *(ROOT / "alembic").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            found += [f"{file}: {name}" for name in names if name.partition(".")[0] in UNSAFE]
    assert found == []


@pytest.mark.served
async def test_after_a_lively_hour_every_value_is_json_or_plain(serve, store, browse):
    """Fails when Reflex keeps its states in Redis (rxconfig.py), or a step stores bytes."""
    served = serve(**ROOMY, redis_url=store)
    one, other = await calling(lambda: browse(served))
    third = await browse(served).open()
    await third.do_as(WISHES, "add_interests", text="chess, naïve art, 音楽")
    await third.do("start")
    await third.until(lambda: third.phase == "searching", "to search")
    for n in range(5):
        await one.say(f"line {n} \u2603 \U0001f600")
    assert await one.signal("ready", 1) == "ok"
    await other.until(lambda: len(other.texts) == 5, "for all lines")
    await safety(one, "consider", room=one.room)
    await safety(one, "report", form={"reason": "spam", "words": "ça va"})
    await one.until(lambda: one.phase == "ended", "to be out of it")
    kinds, odd = set(), []
    with Redis.from_url(store) as redis:
        for key in redis.scan_iter(b"*", count=1000):
            assert key.startswith(b"whimsy:"), key
            kind = redis.type(key).decode()
            kinds.add(kind)
            odd += [key for value in _values(redis, key, kind) if not _plain(value)]
    assert odd == [] and {"string", "hash", "zset"} <= kinds


def test_the_search_finds_what_it_should():
    import pickle

    for protocol in range(6):
        assert not _plain(pickle.dumps({"a": ["b", 1]}, protocol=protocol))
    for value in (b"", b"text-abc 17", b'{"text": "\xe2\x98\x83"}', b"-1.5"):
        assert _plain(value)


def _values(redis: Redis, key: bytes, kind: str) -> list[bytes]:
    if kind == "string":
        return [redis.get(key) or b""]
    if kind == "hash":
        return [part for pair in redis.hgetall(key).items() for part in pair]
    if kind == "list":
        return redis.lrange(key, 0, -1)
    if kind == "set":
        return [*redis.smembers(key)]
    assert kind == "zset", kind
    return redis.zrange(key, 0, -1)


def _plain(value: bytes) -> bool:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return False
    if PLAIN.fullmatch(text):
        return not re.search(r"\A[(}\]c].*\.\Z", text)  # what pickle's readable protocol looks like
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
