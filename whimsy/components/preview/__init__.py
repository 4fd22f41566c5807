"""The own camera before there is a partner."""

from whimsy.components.preview.preview import preview, video_start

__all__ = ["preview", "video_start"]
