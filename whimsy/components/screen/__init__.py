"""Screens pictures, on the device that shows them."""

from whimsy.components.screen.screen import LIBRARIES

__all__ = ["LIBRARIES"]
