"""Parts of the page that are fetched when they are first shown."""

from whimsy.components.part import part

__all__ = ["part"]
