"""Whimsy: anonymous chat with a random stranger."""

__version__ = "0.1.0"
