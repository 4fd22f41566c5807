"""Registers what fetches a part of the page late, and says so when it does not come."""

from __future__ import annotations

from whimsy.components.source import source

for companion in ("fetched.js", "Part.jsx"):
    source(companion)
