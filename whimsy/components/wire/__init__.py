"""The browser's end of Whimsy's own Socket.IO namespace."""

from whimsy.components.wire.wire import way, wire

__all__ = ["way", "wire"]
