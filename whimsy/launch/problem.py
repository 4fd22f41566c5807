"""What keeps Whimsy from starting, in one sentence a person can act on."""

from __future__ import annotations


class Problem(Exception):
    """The sentence is the message; no traceback is shown for it."""
