"""The former design: a stored function looks for a room with one person in it, on PostgreSQL.

Written in good faith from its description, with the indexes such tables have. Its own sketch asks
for `COUNT … FOR UPDATE`, which SQL does not allow: the aggregate went into a subquery, the lock to the room.
There are two plain ways to write that subquery; both are measured, and ours is compared with the faster.
Row level security is left out (it would cost more), and what a round left is vacuumed outside the clock.
"""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Literal

import asyncpg
import psutil

from tests.load.claims import CALLERS, Found

Wording = Literal["grouped", "counted"]

_ALONE: dict[Wording, str] = {
    "grouped": "r.id IN (SELECT room_id FROM chat_participants GROUP BY room_id HAVING count(id) = 1)",
    "counted": "(SELECT count(p.id) FROM chat_participants p WHERE p.room_id = r.id) = 1",
}

_SCHEMA = """
CREATE TABLE chat_rooms (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE chat_participants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    room_id uuid NOT NULL REFERENCES chat_rooms (id) ON DELETE CASCADE,
    user_id uuid NOT NULL,
    joined_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (room_id, user_id)
);
CREATE INDEX ON chat_participants (user_id);

CREATE FUNCTION find_available_room(requesting_user_id uuid)
RETURNS TABLE (found_room uuid, other_user uuid) LANGUAGE plpgsql AS $$
BEGIN
    SELECT r.id INTO found_room FROM chat_rooms r
     WHERE {alone}
       AND NOT EXISTS (
           SELECT FROM chat_participants p WHERE p.room_id = r.id AND p.user_id = requesting_user_id)
     LIMIT 1 FOR UPDATE OF r SKIP LOCKED;
    IF found_room IS NOT NULL THEN
        SELECT p.user_id INTO other_user FROM chat_participants p WHERE p.room_id = found_room LIMIT 1;
    ELSE
        INSERT INTO chat_rooms DEFAULT VALUES RETURNING id INTO found_room;
    END IF;
    INSERT INTO chat_participants (room_id, user_id) VALUES (found_room, requesting_user_id);
    RETURN NEXT;
END $$;
"""

_FULL = """
WITH made AS (INSERT INTO chat_rooms (created_at) SELECT now() FROM generate_series(1, $1) RETURNING id)
INSERT INTO chat_participants (room_id, user_id) SELECT id, gen_random_uuid() FROM made, generate_series(1, 2)
"""


class FormerSql:
    """The function, called through a pool with one connection a caller."""

    def __init__(self, pool: asyncpg.Pool, rooms: int) -> None:
        self.rooms = rooms
        self._pool = pool
        self._rooms: set[uuid.UUID] = set()

    @classmethod
    async def prepare(cls, url: str, rooms: int, wording: Wording = "grouped") -> FormerSql:
        """Fill an empty database with full rooms."""
        pool = await asyncpg.create_pool(url, min_size=CALLERS, max_size=CALLERS)
        await pool.execute(_SCHEMA.replace("{alone}", _ALONE[wording]))
        await pool.execute(_FULL, rooms)
        await pool.execute("VACUUM ANALYZE")
        return cls(pool, rooms)

    async def server(self) -> int:
        """The pid of the PostgreSQL, which is nobody's child."""
        return psutil.Process(await self._pool.fetchval("SELECT pg_backend_pid()")).ppid()

    async def claim(self) -> None:
        found = await self._pool.fetchrow("SELECT * FROM find_available_room($1)", uuid.uuid4())
        self._rooms.add(found["found_room"])

    async def settle(self) -> Found:
        made = list(self._rooms)
        counts = await self._pool.fetch(
            "SELECT count(*) AS people FROM chat_participants WHERE room_id = ANY($1) GROUP BY room_id", made
        )
        await self._pool.execute("DELETE FROM chat_rooms WHERE id = ANY($1)", made)
        await self._pool.execute("VACUUM ANALYZE chat_rooms")
        await self._pool.execute("VACUUM ANALYZE chat_participants")
        self._rooms.clear()
        return Found(dict(Counter(row["people"] for row in counts)))

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()
