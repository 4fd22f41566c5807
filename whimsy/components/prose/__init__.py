"""Where a form asks for a few sentences."""

from whimsy.components.prose.prose import prose

__all__ = ["prose"]
