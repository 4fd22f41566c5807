"""What lies over the page until it is closed."""

from whimsy.components.sheet.sheet import sheet

__all__ = ["sheet"]
