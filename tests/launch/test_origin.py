"""Where a build talks to, and what it is made of beside its sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from whimsy.errors import Problem
from whimsy.launch import build
from whimsy.launch.origin import headers_file, same_origin, spared, top_only
from whimsy.settings import BadSettings, Settings, read

BAKED = 'e={EVENT:"ws://localhost:3421/_event"}'


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "reflex-env-x.js").write_text(BAKED)
    page = '<script>1</script><script data-cfasync="false">2</script>'
    (tmp_path / "index.html").write_text(page)
    return tmp_path


def test_only_an_address_that_nobody_chose_is_rewritten(static, monkeypatch):
    """Fails without the look at REFLEX_API_URL in origin.py: a split front end talked to itself."""
    monkeypatch.setenv("REFLEX_API_URL", "http://localhost:3421")
    assert same_origin(static) == 0 and (static / "assets" / "reflex-env-x.js").read_text() == BAKED
    monkeypatch.delenv("REFLEX_API_URL")
    assert same_origin(static) == 1 and "localhost" not in (static / "assets" / "reflex-env-x.js").read_text()


def test_every_script_is_marked_once(static):
    spared(static)
    marked = '<script data-cfasync="false">1</script><script data-cfasync="false">2</script>'
    assert (static / "index.html").read_text() == marked


def test_a_host_of_static_files_is_told_the_headers(static, monkeypatch):
    headers_file(static, Settings())
    assert not (static / "_headers").exists()
    monkeypatch.setenv("REFLEX_API_URL", "https://api.whimsy.example")
    headers_file(static, Settings())
    told = (static / "_headers").read_text()
    assert "connect-src 'self' https://api.whimsy.example wss://api.whimsy.example" in told
    assert "'sha256-" in told and "immutable" in told


@pytest.mark.parametrize("name", ["REFLEX_API_URL", "REFLEX_TRANSPORT"])
def test_another_environment_is_another_build(name, monkeypatch):
    """Fails without `_ENVIRONMENT` in build.py."""
    before = build._digest()
    monkeypatch.setenv(name, "7")
    assert build._digest() != before


@pytest.mark.parametrize("name", ["REFLEX_FRONTEND_PATH", "REFLEX_BACKEND_PATH"])
def test_below_a_path_is_refused(name, monkeypatch):
    monkeypatch.setenv(name, "/")
    top_only()
    monkeypatch.setenv(name, "/chat")
    with pytest.raises(Problem, match=f"top of an address.*unset {name}"):
        top_only()


BAD = ["https://", "whimsy.example", "https://x.example/chat", "https://a@x.example", "https://x.example?a",
       "ftp://x.example", "https://x.example:99999", "https://x.ex ample"]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_a_public_url_that_is_no_address_is_refused(url, monkeypatch):
    """Fails without `_is_an_address` in settings.py."""
    monkeypatch.setenv("WHIMSY_PUBLIC_URL", url)
    with pytest.raises(BadSettings, match="WHIMSY_PUBLIC_URL: must "):
        read()


@pytest.mark.parametrize("url", ["https://x.example", "https://x.example/", "http://localhost:3000"])
def test_an_address_is_taken(url, monkeypatch):
    monkeypatch.setenv("WHIMSY_PUBLIC_URL", url)
    assert read().public_url == url.rstrip("/")
