"""The small task for the browser."""

from whimsy.components.proof.proof import proof

__all__ = ["proof"]
