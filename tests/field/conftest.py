"""The served app and visitors with real browsers, for faults that were reported in public."""

from tests.browser.conftest import chromium, picture, served, visit  # noqa: F401
