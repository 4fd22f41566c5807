"""T32: nobody frames our pages or borrows the camera, and a page runs nothing but what we built."""

from __future__ import annotations

import re
import urllib.request

import brotli
import pytest
from websockets.exceptions import InvalidStatus

from tests.security.conftest import fetch, knock

pytestmark = pytest.mark.served

ROUTES = [
    "/",
    "/nowhere",
    "/ping",
    "/favicon.svg",
    "/_event/",
    "/_health",
    "/%2e%2e/etc/passwd",
]


def script_of(page: bytes) -> str:
    return re.search(r'src="(/assets/[^"]+\.js)"|href="(/assets/[^"]+\.js)"', page.decode())[2]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", ROUTES)
def test_every_route_carries_every_header(production, path, method):
    """Fails without `_dressed` in gate.py."""
    _, headers, _ = fetch(production, path, method)
    policy = headers["content-security-policy"]
    for wanted in (
        "default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'", "connect-src 'self' wss://whimsy.example",
    ):  # fmt: skip
        assert wanted in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    allowed = headers["permissions-policy"]
    assert "camera=(self)" in allowed and "microphone=(self)" in allowed and "geolocation=()" in allowed
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "server" not in headers


def test_files_that_rule_nothing_carry_little_and_hashed_ones_are_kept(production):
    """Fails without `Dress.on` in headers.py: a returning visitor asks for each of them again."""
    _, page_headers, page = fetch(production, "/")
    assert page_headers["cache-control"] == "no-cache, no-transform"
    status, headers, _ = fetch(production, script_of(page))
    assert status == 200 and headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in (script_of(page), "/styles/base.css", "/fonts/figtree-latin.woff2"):
        _, headers, _ = fetch(production, path)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "content-security-policy" not in headers and "permissions-policy" not in headers
    status, headers, _ = fetch(production, "/assets/gone-00000000.js")
    assert status == 404 and headers["cache-control"] == "no-store"


def test_a_page_names_its_sheets_before_it_comes(production):
    """Fails without `_sheets` in headers.py: they wait for all the scripts that stand before them."""
    for path in ("/", "/rules/", "/desk/"):
        _, headers, page = fetch(production, path)
        sheets = re.findall(
            r'<link[^>]*href="([^"]+)" rel="stylesheet"|rel="stylesheet" href="([^"]+)"', page.decode()
        )
        assert len(sheets) == 2
        assert headers["link"].split(", ") == [f"<{a or b}>; rel=preload; as=style" for a, b in sheets]
    for path in ("/styles/base.css", "/nothing-here", script_of(page)):
        assert "link" not in fetch(production, path)[1]


def test_the_start_page_names_its_picture_by_its_whole_address(production):
    """Fails without `_card` in whimsy.py, or when the build writes the picture in another form."""
    page = fetch(production, "/")[2].decode()
    assert re.findall(r"<meta[^>]*og:image[^>]*>", page) == [
        '<meta content="https://whimsy.example/screenshot.png" property="og:image"/>'
    ]
    assert fetch(production, "/screenshot.png")[0] == 200


def test_pages_and_scripts_come_packed_with_brotli(production):
    """Fails without `pack` in seam/build.py, or when the server does not look for what it wrote."""
    page = fetch(production, "/")[2]
    for path in ("/", script_of(page)):
        asked = urllib.request.Request(production.address + path, headers={"Accept-Encoding": "gzip, br"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.headers["content-encoding"] == "br"
            assert brotli.decompress(answer.read()) == fetch(production, path)[2]


def test_a_page_loads_one_sheet_of_its_own_and_keeps_it(production):
    """Fails with one sheet for all: every visitor loaded the desk's."""
    hold = {}
    for path in ("/", "/rules/", "/desk/"):
        page = fetch(production, path)[2].decode()
        links = [link for link in re.findall(r"<link[^>]*>", page) if 'rel="stylesheet"' in link]
        sheets = [fetch(production, re.search(r'href="([^"]+)"', link)[1]) for link in links]
        assert len(sheets) == 2, "Reflex's reset and ours"
        assert page.index("window.whimsy") < min(map(page.index, links)), "what does not arrive is noticed"
        for status, headers, _ in sheets:
            assert status == 200 and headers["cache-control"] == "public, max-age=31536000, immutable"
        hold[path] = b"".join(body for *_, body in sheets).decode()
    of_desk, of_chat = (".desk-bar", ".report"), (".bubble", ".stage", ".orbit")
    for path, sheet in hold.items():
        ours, theirs = (of_desk, of_chat) if path == "/desk/" else (of_chat, of_desk)
        assert all(re.search(rf"{name}\b", sheet) for name in ours), path
        assert not any(re.search(rf"{name}\b", sheet) for name in theirs), path


def test_https_is_remembered_for_this_host_alone(production):
    """Fails with includeSubDomains in headers.py: a neighbour without https is lost for a year."""
    assert fetch(production, "/")[1]["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/favicon.ico", "image/vnd.microsoft.icon"),
        ("/apple-touch-icon.png", "image/png"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/robots.txt", "text/plain"),
        ("/offline.html", "text/html"),
        ("/service_worker.js", "text/javascript"),
    ],
)
def test_what_browsers_ask_for_unasked_is_there(production, path, kind):
    status, headers, body = fetch(production, path)
    assert status == 200 and headers["content-type"].startswith(kind) and body
    if path.startswith(("/offline", "/service")):  # both run scripts under it
        assert "content-security-policy" in headers


@pytest.mark.parametrize("path", ["/rules", "/desk", "/rules?a=b"])
def test_a_redirect_names_no_scheme(production, path):
    """Fails without `relative` in headers.py: behind TLS it led to http."""
    status, headers, _ = fetch(production, path)
    assert status == 307 and headers["location"] == path.replace("?", "/?") + ("" if "?" in path else "/")


async def test_a_refused_handshake_carries_them_too(production):
    with pytest.raises(InvalidStatus) as refused:
        await knock(production)
    assert "frame-ancestors 'none'" in refused.value.response.headers["content-security-policy"]


def test_without_https_nothing_is_pinned(serve):
    served = serve()
    assert "strict-transport-security" not in fetch(served, "/")[1]


def test_each_inline_script_of_the_build_is_named_by_its_hash(production):
    policy = fetch(production, "/")[1]["content-security-policy"]
    inline = re.findall(
        r"<script\b(?![^>]*src=)[^>]*>.+?</script>", fetch(production, "/")[2].decode(), re.DOTALL
    )
    assert len(inline) > 3
    assert policy.split(";")[1].count("'sha256-") >= len(inline) - 1
