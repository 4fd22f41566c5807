"""The browser's end of Whimsy's own Socket.IO namespace."""

from whimsy.components.wire.wire import wire

__all__ = ["wire"]
