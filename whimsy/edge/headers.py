"""The headers of every answer: what a page may do, and how long a file may be kept.

A new source for pages, such as a captcha, is added to `_POLICY` and nowhere else.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from whimsy.settings import Settings

Headers = list[tuple[bytes, bytes]]
Pairs = Iterable[Sequence[bytes]]

_POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    # The hash is that of the empty element, which Emotion fills.
    "style-src": ("'self'", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"),
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
_HASHED = re.compile(r"/assets/[\w.-]+-[\w-]{8,}\.\w+")
"""Files that Vite names by their content."""
_SHEET = re.compile(r'<link(?=[^>]* rel="stylesheet")[^>]* href="([^"]+)"')
_WORKER = re.compile(r"_worker(-[\w-]+)?\.js$")
_RULES_NOTHING = {
    "text/javascript", "text/css", "font/woff2", "image/png", "image/vnd.microsoft.icon",
    "application/manifest+json",
}  # fmt: skip
_LIGHT = ("x-content-type-options", "cross-origin-resource-policy", "strict-transport-security")
_SUBDOMAINS = {"host": "", "subdomains": "; includeSubDomains"}
_A_DAY, _A_YEAR = 86_400, 31_536_000


class Dress:
    """The headers for each kind of answer, given the built pages in the folder `pages`.

    A page has all of them, as has any answer that a browser may take for a page (an SVG can run scripts), and
    the script of a worker, whose policy is the worker's. Other files need few, as they run nothing.
    """

    def __init__(self, settings: Settings, pages: Path) -> None:
        found = headers(settings, pages)
        self.full = _encoded(found)
        self._light = _encoded({name: found[name] for name in _LIGHT if name in found})
        self._names = {name for name, _ in self.full} | {b"cache-control"}
        self._sheets = _sheets(pages)

    def on(self, path: str, status: int, inner: Pairs) -> Headers:
        """All headers of an answer. inner: the application's, which lose against ours of the same name."""
        own = [(bytes(name), bytes(value)) for name, value in inner]
        said = {name.lower(): value for name, value in own}
        kind = said.get(b"content-type", b"").partition(b";")[0].strip().decode("latin-1")
        light = status in (200, 206, 304) and (kind in _RULES_NOTHING or _HASHED.fullmatch(path) is not None)
        kept = said.get(b"cache-control") or _good_for(path, status, kind).encode()
        sheets = self._sheets.get(path) if status == 200 and kind == "text/html" else None
        return [
            *(pair for pair in own if pair[0].lower() not in self._names),
            (b"cache-control", kept),
            *([(b"link", sheets)] if sheets else []),
            *(self._light if light and not _WORKER.search(path) else self.full),
        ]


def headers(settings: Settings, pages: Path) -> dict[str, str]:
    """The headers of a page, for the built pages in the folder `pages`."""
    found = {
        "content-security-policy": _policy(settings, _hashes(pages.glob("*.html"))),
        "permissions-policy": ", ".join([*(f"{name}=(self)" for name in _OWN), *(f"{n}=()" for n in _OFF)]),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-frame-options": "DENY",
    }
    if settings.production and settings.hsts != "off":
        found["strict-transport-security"] = f"max-age={_A_YEAR}" + _SUBDOMAINS[settings.hsts]
    return found


def relative(location: bytes, hosts: Iterable[bytes]) -> bytes:
    """A redirect to one of our `hosts` without scheme and host, as only a proxy knows that it has TLS."""
    scheme, there, rest = location.partition(b"://")
    host, _, path = rest.partition(b"/")
    ours = there and scheme in (b"http", b"https") and host in set(hosts)
    # With two slashes the path would be another host: whoever asks for //rules is sent to /rules/.
    return b"/" + path.lstrip(b"/\\") if ours else location


def _good_for(path: str, status: int, kind: str) -> str:
    """How long a browser may keep an answer unasked. A name with a hash always means the same file."""
    if status >= 400:
        return "no-store"
    if _HASHED.fullmatch(path):
        return f"public, max-age={_A_YEAR}, immutable"
    if kind == "text/html":
        # A page that is rewritten on the way (Rocket Loader, a phone company) breaks, as its scripts no
        # longer match their hashes. This forbids it (RFC 9111, 5.2.2.6).
        return "no-cache, no-transform"
    return f"public, max-age={_A_DAY}" if kind in _RULES_NOTHING else "no-cache"


def _sheets(pages: Path) -> dict[str, bytes]:
    """For each address of a page a `Link` header that names its stylesheets (RFC 8288; W3C Preload).

    In the page they stand behind its scripts, for which they would wait.
    """
    found = {}
    for page in pages.rglob("*.html"):
        name = f"/{page.relative_to(pages).as_posix()}"
        said = ", ".join(f"<{sheet}>; rel=preload; as=style" for sheet in _SHEET.findall(page.read_text()))
        for address in (name, name.removesuffix(".html"), name.removesuffix("index.html")):
            found[address] = said.encode()
    return found


def _encoded(found: dict[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in found.items()]


def _policy(settings: Settings, scripts: Iterable[str]) -> str:
    policy = {name: list(sources) for name, sources in _POLICY.items()}
    policy["script-src"] += sorted(scripts)
    ours = urlsplit(settings.public_url)
    if ours.netloc:  # Safari before 15.4 does not count it to 'self'
        policy["connect-src"].append(f"{'wss' if ours.scheme == 'https' else 'ws'}://{ours.netloc}")
    if settings.production:
        policy["upgrade-insecure-requests"] = []
    return "; ".join(" ".join([name, *sources]) for name, sources in policy.items())


def _hashes(pages: Iterable[Path]) -> set[str]:
    """The hashes of the inline scripts in the pages that Reflex built (CSP Level 3, 6.6.2)."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for page in pages
        for attributes, script in _INLINE.findall(page.read_text())
        if "src=" not in attributes and script
    }
