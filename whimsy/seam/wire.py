"""Names between pages and Reflex's server. It imports no Reflex, as the stranger speaks the same."""

from __future__ import annotations

ROOT = "reflex___state____state"
"""The root state. The full name of every state begins with it."""
FIELD = "_rx_state_"
"""The end of every var's name."""
NAMESPACE = "/_event"

EVENT, PING, CLIENT_ERROR, STATE_MISMATCH = "event", "ping", "client_error", "state_mismatch"
"""The events of Socket.IO that the two send each other."""
BOOT, SCHEMA = "event", "state_schema"
"""What a page may send when it connects: its first event, and the states that it was built for."""
PATH, ORIGIN, QUERY = "pathname", "asPath", "query"
"""How a page says where it is."""
STORED, HASHES = "vars", "hashes"
"""The arguments of the handlers that take what the browser kept."""
