"""A deployer's screen with a bad habit: what T16's search must find in a log."""

import logging


def tells(said: object) -> None:
    """Log what was said."""
    logging.getLogger(__name__).warning("somebody said %s", said.text)
