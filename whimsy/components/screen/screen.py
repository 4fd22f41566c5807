"""Registers what looks at the stranger's picture on the receiver's own device; nothing leaves it.

The model is MobileNetV2 as nsfwjs ships it; it is a part of one worker's file, which only a call loads.
"""

from __future__ import annotations

from whimsy.components.source import source

for companion in ("screen_core.js", "screen_worker.js", "watch.js", "use_screen.js", "Veil.jsx"):
    source(companion)

LIBRARIES = ["nsfwjs@4.4.0", "@tensorflow/tfjs@4.22.0", "buffer@6.0.3"]
"""What the worker is made of."""
