"""Where the visitor writes."""

from whimsy.components.composer.composer import composer

__all__ = ["composer"]
