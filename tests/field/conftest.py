"""Browsers and a served app, as the browser tests have them."""

from tests.browser.conftest import chromium, picture, served, visit  # noqa: F401
