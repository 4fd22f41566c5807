"""What a phase is called, for who does not see it."""

from whimsy.components.herald.herald import herald

__all__ = ["herald"]
