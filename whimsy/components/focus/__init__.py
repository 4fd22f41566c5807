"""Where the focus goes when it is lost."""

from whimsy.components.focus.focus import focus

__all__ = ["focus"]
