"""Video by consent."""

from whimsy.components.consent.consent import consent, video_button

__all__ = ["consent", "video_button"]
