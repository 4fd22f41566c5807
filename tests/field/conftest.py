"""Browsers on the served app, as the other tests of pages have them."""

from tests.browser.conftest import chromium, picture, served, visit  # noqa: F401
