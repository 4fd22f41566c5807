"""Text that changes, safe from whoever else writes in the page."""

from whimsy.components.words.words import alone, words

__all__ = ["alone", "words"]
