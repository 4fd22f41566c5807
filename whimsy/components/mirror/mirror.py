"""Registers the mirror's files; the preview's script imports them."""

from __future__ import annotations

from whimsy.components.source import source

for companion in ("mirror_core.js", "Mirror.jsx"):
    source(companion)
