"""The browser the tests drive."""

from __future__ import annotations

import shutil

EXECUTABLE = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The shell opens a page at half the cost."""
