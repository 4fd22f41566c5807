"""Settings: safe by default, unsafe refused in production, all of them in the README."""

from __future__ import annotations

import re

import pytest

from tests.serving import ROOT
from whimsy.settings import BadSettings, Settings, read

SAFE = {
    "production": "1",
    "public_url": "https://whimsy.example",
    "secret_key": "k" * 43,
    "redis_url": "redis://:pw@10.0.0.1/0",
    "db_url": "postgresql://whimsy:pw@10.0.0.2/whimsy",
    "contact": "mailto:help@whimsy.example",
    "trusted_proxy_hops": "1",
}


def given(monkeypatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"WHIMSY_{name.upper()}", value)
    return read()


def test_production_starts_with_all_that_is_needed(monkeypatch):
    assert given(monkeypatch, **SAFE).production


@pytest.mark.parametrize(
    "missing", ["public_url", "secret_key", "redis_url", "db_url", "contact", "trusted_proxy_hops"]
)
def test_production_refuses_to_start_without(monkeypatch, missing):
    with pytest.raises(BadSettings, match=f"WHIMSY_{missing.upper()}"):
        given(monkeypatch, **{**SAFE, missing: ""})


@pytest.mark.parametrize(
    "unsafe", [{"secret_key": "short"}, {"public_url": "http://whimsy.example"}, {"self_match": "1"}]
)
def test_production_refuses_what_is_unsafe(monkeypatch, unsafe):
    with pytest.raises(BadSettings) as refused:
        given(monkeypatch, **{**SAFE, **unsafe})
    assert "pw" not in str(refused.value) and "short" not in str(refused.value)


def test_secrets_do_not_show(monkeypatch):
    shown = repr(given(monkeypatch, **SAFE))
    assert "kkk" not in shown and "pw" not in shown


def test_settings_cannot_be_changed(monkeypatch):
    with pytest.raises(ValueError, match="frozen"):
        given(monkeypatch).port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("sqlite:////tmp/x.db", "sqlite+aiosqlite:////tmp/x.db"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
    ],
)
def test_a_plain_database_url_gets_the_driver_we_ship(monkeypatch, url, used):
    assert given(monkeypatch, db_url=url).sql_url == used


def row(name: str) -> str:
    """How the README's table names a setting."""
    field = Settings.model_fields[name]
    default = field.default
    if hasattr(default, "get_secret_value"):
        default = default.get_secret_value()
    if type(default) is tuple:
        default = ",".join(default)
    if isinstance(default, float) and default.is_integer():
        default = int(default)
    shown = f"`{default}`" if str(default) else "empty"
    return f"| `WHIMSY_{name.upper()}` | {shown} | {field.description} |"


def test_the_readme_has_every_setting_with_its_default():
    readme = (ROOT / "README.md").read_text()
    wanted = [row(name) for name in Settings.model_fields]
    assert re.findall(r"^\| `WHIMSY_.*$", readme, re.MULTILINE) == wanted, "\n" + "\n".join(wanted)
