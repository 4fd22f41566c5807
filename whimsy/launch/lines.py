"""The configuration of the log: a line for each record, with time and logger, and nothing of a visitor."""

import logging
from typing import Any

from whimsy.seam.server import LOGGER, NO_HANDSHAKE, REQUESTS


class NoHandshakes(logging.Filter):
    """Drops records of clients that left during the handshake, as a flood of them would flood the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return NO_HANDSHAKE not in str(record.msg)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "whimsy.faults.Discreet", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "filters": {"handshakes": {"()": NoHandshakes}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["handshakes"]}
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {"whimsy": {"level": "INFO"}, LOGGER: {"level": "WARNING"}, REQUESTS: {"level": "CRITICAL"}},
}
