"""Functions that return rx.Component. They show state and pass clicks on; no rules."""
