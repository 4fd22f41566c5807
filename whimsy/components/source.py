"""Where the JavaScript of a component lies, for who builds the pages."""

from whimsy.seam.pages import source

__all__ = ["source"]
