"""Stop, Really?, New."""

from whimsy.components.stop.stop import stop

__all__ = ["stop"]
