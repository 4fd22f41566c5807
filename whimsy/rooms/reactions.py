"""What may be put on a message: one of six, one for each side."""

from whimsy.errors import Malformed

REACTIONS = ("heart", "up", "laugh", "wow", "sad", "party")


def parse_reaction(raw: object) -> str:
    """Read the name of a reaction, or "" to take it back; raises Malformed."""
    if isinstance(raw, str) and raw in ("", *REACTIONS):
        return raw
    raise Malformed
