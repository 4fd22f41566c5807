"""Registers the parts of the stage: the pictures, the controls, and what they say."""

from __future__ import annotations

from whimsy.components.source import source

for companion in (
    "stage_core.js",
    "hooks.js",
    "icons.jsx",
    "Own.jsx",
    "Devices.jsx",
    "Controls.jsx",
    "More.jsx",
):
    source(companion)
