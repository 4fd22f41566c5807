"""What the browser's tab shows."""

from whimsy.components.tab.tab import tab

__all__ = ["tab"]
