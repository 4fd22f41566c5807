"""A video call in a conversation."""

from whimsy.components.call.call import call

__all__ = ["call"]
