"""The browsers and the served app of the browser tests."""

from tests.browser.conftest import chromium, picture, served, visit  # noqa: F401
