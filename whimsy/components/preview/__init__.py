"""The own camera before there is a partner."""

from whimsy.components.preview.preview import held, preview, video_start

__all__ = ["held", "preview", "video_start"]
