"""Where a call is seen and steered."""

from whimsy.components.stage import stage

__all__ = ["stage"]
