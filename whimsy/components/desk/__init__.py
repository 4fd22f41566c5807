"""The components of the moderators' desk, which can be used by keyboard alone."""
