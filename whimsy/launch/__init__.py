"""From a checkout to a running server: checks, build, serve."""
