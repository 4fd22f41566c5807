"""Registers the studio's files; whatever shows video imports them, and nothing else loads them."""

from __future__ import annotations

from whimsy.components.source import source

for companion in ("able.js", "studio.js", "studio_core.js", "devices.js", "devices_core.js", "level.js"):
    source(companion)
