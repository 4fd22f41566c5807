"""Registers the mirror's files; the preview's script imports them."""

from __future__ import annotations

import reflex as rx

for companion in ("mirror_core.js", "Mirror.jsx"):
    rx.asset(companion, shared=True)
