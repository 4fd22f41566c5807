"""A look at oneself through the server."""
