"""Registers the studio's files; whatever shows video imports them, and nothing else loads them."""

from __future__ import annotations

import reflex as rx

for companion in ("studio.js", "studio_core.js", "devices.js", "devices_core.js", "level.js"):
    rx.asset(companion, shared=True)
