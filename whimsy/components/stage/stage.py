"""Registers the parts of the stage: the pictures, the controls, and what they say."""

from __future__ import annotations

import reflex as rx

for companion in (
    "stage_core.js",
    "hooks.js",
    "icons.jsx",
    "Own.jsx",
    "Devices.jsx",
    "Controls.jsx",
    "More.jsx",
):
    rx.asset(companion, shared=True)
