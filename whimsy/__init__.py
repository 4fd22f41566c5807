"""Whimsy: anonymous chat with a random stranger."""
