"""Functions that return an rx.Component, which shows states and calls their handlers. They hold no rules."""
