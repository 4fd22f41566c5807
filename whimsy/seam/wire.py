"""What pages and Reflex's server call things. Nothing here imports Reflex, as a stranger speaks it, too."""

from __future__ import annotations

ROOT = "reflex___state____state"
"""The state above all others; the full name of any begins with it."""
FIELD = "_rx_state_"
"""What a var's name ends with."""
NAMESPACE = "/_event"

EVENT, PING, CLIENT_ERROR, STATE_MISMATCH = "event", "ping", "client_error", "state_mismatch"
"""What the two send each other."""
BOOT, SCHEMA = "event", "state_schema"
"""What a page may bring along when it connects: its first event, and which states it was built for."""
PATH, ORIGIN, QUERY = "pathname", "asPath", "query"
"""Where a page says that it is."""
STORED, HASHES = "vars", "hashes"
"""What a page kept: the arguments of those handlers of Reflex's that take it."""
