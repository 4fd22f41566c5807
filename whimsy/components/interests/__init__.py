"""What the visitor likes."""

from whimsy.components.interests.interests import interests

__all__ = ["interests"]
