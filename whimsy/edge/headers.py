"""Security headers of every answer, pages and files alike.

What a page needs from elsewhere one day (a model, a captcha) is added to `_POLICY`, and nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from whimsy.settings import Settings

Headers = list[tuple[bytes, bytes]]

_POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": (
        "'self'",
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    ),  # empty: Emotion fills it
    "font-src": ("'self'",),
    "img-src": ("'self'", "data:"),  # the tab's icon is drawn
    "media-src": ("'self'", "blob:"),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
}
_OWN = (
    "camera", "microphone", "autoplay", "fullscreen", "picture-in-picture", "display-capture",
    "screen-wake-lock",
)  # fmt: skip
_OFF = (
    "accelerometer", "browsing-topics", "clipboard-read", "encrypted-media",
    "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts",
    "magnetometer", "midi", "otp-credentials", "payment", "publickey-credentials-create",
    "publickey-credentials-get", "serial", "storage-access", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
_INLINE = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
_A_YEAR = 31_536_000


def headers(settings: Settings, pages: Path) -> Headers:
    """The headers, for the built pages in the folder `pages`."""
    found = {
        "content-security-policy": _policy(settings, _hashes(pages.glob("*.html"))),
        "permissions-policy": ", ".join([*(f"{name}=(self)" for name in _OWN), *(f"{n}=()" for n in _OFF)]),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if settings.production:
        found["strict-transport-security"] = f"max-age={_A_YEAR}; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in found.items()]


def _policy(settings: Settings, scripts: Iterable[str]) -> str:
    policy = {name: list(sources) for name, sources in _POLICY.items()}
    policy["script-src"] += sorted(scripts)
    ours = urlsplit(settings.public_url)
    if ours.netloc:  # 'self' covers it in today's browsers; Safari before 15.4 wants it named
        policy["connect-src"].append(f"{'wss' if ours.scheme == 'https' else 'ws'}://{ours.netloc}")
    if settings.production:
        policy["upgrade-insecure-requests"] = []
    return "; ".join(" ".join([name, *sources]) for name, sources in policy.items())


def _hashes(pages: Iterable[Path]) -> set[str]:
    """The inline scripts Reflex's build wrote into its pages, by their hashes (CSP Level 3, 6.6.2)."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for page in pages
        for attributes, script in _INLINE.findall(page.read_text())
        if "src=" not in attributes and script
    }
