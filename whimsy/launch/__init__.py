"""Starts the server from a checkout: checks, build, workers."""
