"""The visitor's camera and microphone, and the call they are in."""

from whimsy.components.studio import studio

__all__ = ["studio"]
