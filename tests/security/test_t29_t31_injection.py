"""T29, T31: what a browser says becomes a value, never a part of a key, a pattern, a script, a statement."""

from __future__ import annotations

import ast
import asyncio
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from tests.security.conftest import errors_in
from tests.serving import ROOMY, ROOT
from whimsy.errors import Malformed
from whimsy.storage.keys import budget_key, parse_room
from whimsy.stranger.page import CALL, CHAT, WISHES

EVIL = [
    "*", "text-*", "text-" + "a" * 22 + "\n", "text-" + "a" * 21 + "\0", "video-" + ":" * 22, "{text}",
    "whimsy:{text}:rooms",
    "a" * 12_000, "text-aaaaaaaaaaaaaaaaaaaaaa\r\nFLUSHALL\r\n", "text-" + "\u0000" * 22, "[a-z]*", "?", "..",
    "%s%n",
    "' OR '1'='1", "'; DROP TABLE rooms; --", '" OR ""="', "1; SELECT pg_sleep(5)--",
    "' UNION SELECT name FROM sqlite_master--",
    "\\'; DELETE FROM rooms WHERE 1=1;--", "admin'--", "1) OR (1=1", "${7*7}", "{{7*7}}",
    "return redis.call('FLUSHALL')",
]  # fmt: skip
SCHEMA = re.compile(
    r"whimsy:(online|inbox:[\w-]+|\{(text|voice|video|desk|observed|standing|blocks)\}(:[\w-]+)*|\{seat:[\w-]+\}"
    r"|\{writer:[a-z]+\}|\{flood:[\w-]+\}:[\w-]+|\{budget:[a-z]+:(visitor|address):[\w-]{1,64}\})"
)
HANDLERS = [
    (CHAT, "post", {"room": "text-" + "a" * 22, "nonce": "n1", "text": "hi"}),
    (CHAT, "next", {"room": ""}),
    (CHAT, "leave", {"room": ""}),
    (CHAT, "home", {"room": ""}),
    (WISHES, "add_interests", {"text": ""}),
    (WISHES, "remove_interest", {"tag": ""}),
    (WISHES, "choose_language", {"code": ""}),
    (WISHES, "choose_mode", {"mode": ""}),
    (CALL, "offer_video", {"room": ""}),
    (CALL, "rebuild_call", {"room": "", "call": 0}),
]


@given(st.text() | st.sampled_from(EVIL) | st.integers() | st.none() | st.lists(st.text()))
def test_only_an_id_becomes_a_part_of_a_key(raw):
    """Fails with `match` instead of `fullmatch` in keys.py: "$" lets a newline through."""
    try:
        room = parse_room(raw)
    except Malformed:
        assert not (isinstance(raw, str) and re.fullmatch(r"(text|voice|video)-[A-Za-z0-9_-]{22}", raw))
    else:
        assert SCHEMA.fullmatch(f"whimsy:{{text}}:{room}")
    if isinstance(raw, str):
        try:
            assert SCHEMA.fullmatch(budget_key("message", "visitor", raw))
        except Malformed:
            assert not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", raw)


@pytest.mark.served
async def test_a_storm_of_injections_leaves_keys_and_tables_as_they_are(serve, store, browse, tmp_path):
    database = tmp_path / "whimsy.db"
    served = serve(**ROOMY, redis_url=store, db_url=f"sqlite:///{database}")
    tables = _tables(database)
    one, other = await browse(served).open(), await browse(served).open()
    for page in (one, other):
        await page.do("start")
    for page in (one, other):
        await page.until(lambda page=page: page.phase == "chatting", "to be paired")
    for state, handler, payload in HANDLERS:
        for argument in payload:
            for evil in EVIL:
                aimed = {**payload, argument: evil}
                if "room" in aimed and argument != "room":
                    aimed["room"] = one.room
                if handler in ("next", "leave", "home") and argument != "room":
                    continue
                where = {"pathname": evil[:500], "query": {evil[:50]: evil}}
                if not one.client.connected:  # nobody who talks like this is listened to for long
                    await one.open()
                await one.client.emit(
                    "event",
                    {"name": f"{state}.{handler}", "payload": aimed, "router_data": where},
                    namespace="/_event",
                )
                await one.client.emit("typing", evil, namespace="/whimsy")
    await one.open()
    thief = browse(served)
    thief.local = {"visitor_token": EVIL[3], "remembered": EVIL[15]}
    thief.session = {"tab_secret": "*" * 43, "talking": EVIL[2]}
    await thief.open()
    await asyncio.sleep(1)
    await one.say("after the storm")
    await other.until(lambda: "after the storm" in other.texts, "for the line", seconds=30)
    with Redis.from_url(store, decode_responses=True) as redis:
        assert [key for key in redis.scan_iter("*") if not SCHEMA.fullmatch(key)] == []
    assert _tables(database) == tables != []
    assert errors_in(served) == []
    assert "OperationalError" not in served.log.read_text()


def _tables(database) -> list[str]:
    with sqlite3.connect(database) as asked:
        found = [name for (name,) in asked.execute("SELECT name FROM sqlite_master ORDER BY name")]
    asked.close()
    return found


def test_no_statement_and_no_script_is_built_from_strings():
    """SQL is SQLAlchemy's expressions, Lua is files. Ruff's S608 looks for statements in strings as well."""
    raw = []
    for file in (ROOT / "whimsy").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("text", "eval", "exec", "exec_driver_sql", "register_script"):
                    raw.append(f"{file.relative_to(ROOT)}:{node.lineno} {name}")
                if name == "script_load" and "scripts.source" not in ast.unparse(node):
                    raw.append(f"{file.relative_to(ROOT)}:{node.lineno} {name}")
    assert raw == []
    for script in (ROOT / "whimsy").rglob("*.lua"):
        assert not re.search(r"\b(loadstring|load|dofile)\s*\(", script.read_text()), script
