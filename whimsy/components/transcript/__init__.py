"""What was said, by whom and when."""

from whimsy.components.transcript.transcript import transcript

__all__ = ["transcript"]
