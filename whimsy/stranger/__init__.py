"""A visitor without a browser: for practice, and for tests. Uses the public wire only."""
