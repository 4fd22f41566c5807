"""The browser of tests/browser, for what people reported elsewhere."""

from tests.browser.conftest import chromium, picture, served, visit  # noqa: F401
