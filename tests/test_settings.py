"""Settings: safe by default, unsafe refused in production, all of them in docs/settings.md."""

from __future__ import annotations

import os
import ssl
from unittest import mock

import pytest
from hypothesis import given as drawn
from hypothesis import settings as trials
from hypothesis import strategies as st
from pydantic import SecretStr

from tests import settings_page
from whimsy.database import Database
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


def test_the_page_has_every_setting_with_its_default():
    assert settings_page.PAGE.read_text() == settings_page.page(), "run: make docs"


SECRET = "hunter2hunter2"
SECRETS = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
VALUES = st.one_of(
    st.text(st.characters(exclude_characters="\0"), max_size=60),
    st.sampled_from(
        ["nan", "inf", "-inf", "-1", "0", "1e400", "9" * 5000, "true", "maybe", " ", ",", ",,\n", "1/0",
         "1/nan", "9/1e9", "\udcff\udc80", "::", "[::1]", "http://x", "a" * 300, f"x://u:{SECRET}@h:p/?q#f",
         f"postgres://u:{SECRET}@h/d?sslmode=x", f"postgresql://u:{SECRET}@[/d", f"postgres://u:pa?{SECRET}=1@h/d",
         f"{SECRET}\n{SECRET}", "tcp://10.0.0.1:3000", "javascript:alert(1)", "https://[", "https://x:99999"]
    ),
    st.integers().map(str),
    st.floats().map(str),
)  # fmt: skip


def tried(name: str, value: str) -> str:
    """What is said of a value of the environment; "" if it is taken."""
    with mock.patch.object(os, "environ", {name: value}):
        try:
            read()
        except BadSettings as error:
            return str(error)
    return ""


@trials(max_examples=12, deadline=None)
@drawn(st.data())
@pytest.mark.parametrize("name", Settings.model_fields)
def test_whatever_the_environment_holds_is_taken_or_refused_in_one_sentence(name, data):
    """Fails without `from None` in `read` and database.py, and without a sentence for each of them."""
    value = data.draw(VALUES)
    said = tried(f"WHIMSY_{name.upper()}", value)
    assert "\n" not in said and SECRET not in said and "Traceback" not in said
    assert not said or f"WHIMSY_{name.upper()}" in said or name in ("beat", "lease", "production"), said
    assert not (said and name in SECRETS and len(value.strip()) > 5 and value.strip() in said)


@pytest.mark.parametrize(
    "name", [n for n, f in Settings.model_fields.items() if f.annotation in (int, float)]
)
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e300", "1e10", "9" * 400])
def test_no_number_is_endless_or_none(name, value):
    assert f"WHIMSY_{name.upper()}" in tried(f"WHIMSY_{name.upper()}", value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("WHIMSY_PROT", "WHIMSY_PROT is not a setting; did you mean WHIMSY_PORT?"),
        ("whimsy_prot", "did you mean WHIMSY_PORT?"),
        ("WHIMSY_REDIS", "WHIMSY_REDIS is not a setting"),
        ("WHIMSY_TRUSTED_HOPS", "did you mean WHIMSY_TRUSTED_PROXY_HOPS?"),
        ("WHIMSY_", "is not a setting"),
        ("WHIMSY_X\nY", "is not a setting"),
        ("WHIMSY_BUILD", ""),
        ("WHIMSICAL", ""),
        ("WHIMSY_SERVICE_HOST", ""),
        ("WHIMSY_REDIS_SERVICE_PORT_TLS", ""),
        ("WHIMSY_PORT_3000_TCP_ADDR", ""),
    ],
)
def test_a_name_that_nobody_reads_is_said_and_what_kubernetes_adds_is_not(name, said):
    assert (told := tried(name, "1")) == said or (said and said in told)
    assert "\n" not in told


def test_a_port_that_kubernetes_made_names_kubernetes():
    assert "Kubernetes" in tried("WHIMSY_PORT", "tcp://10.0.0.1:3000")
    assert tried("WHIMSY_REDIS_PORT", "tcp://10.0.0.1:6379") == ""


@pytest.mark.parametrize(
    ("name", "value", "fine"),
    [
        ("CONTACT", "mailto:help@whimsy.example", True),
        ("CONTACT", "https://whimsy.example/help?a=1", True),
        ("CONTACT", "javascript:alert(1)", False),
        ("CONTACT", "JaVaScRiPt:alert(1)//https://x", False),
        ("CONTACT", "data:text/html,x", False),
        ("CONTACT", "help@whimsy.example", False),
        ("CONTACT", "mailto:a@b\nExpires: never", False),
        ("PUBLIC_URL", "https://whimsy.example/", True),
        ("PUBLIC_URL", "http://[::1]:3000", True),
        ("PUBLIC_URL", "https://", False),
        ("PUBLIC_URL", "whimsy.example", False),
        ("PUBLIC_URL", "https://whimsy.example/chat", False),
        ("PUBLIC_URL", "https://me:pw@whimsy.example", False),
        ("PUBLIC_URL", "https://whimsy.example?x", False),
        ("PUBLIC_URL", "https://whimsy.example:port", False),
        ("PUBLIC_URL", "https://*.whimsy.example", False),
        ("PUBLIC_URL", "ftp://whimsy.example", False),
        ("HOST", "[::1]", True),
        ("HOST", "fe80::1%eth0", True),
        ("HOST", "localhost:3000", False),
        ("HOST", "http://localhost", False),
        ("HOST", "a b", False),
        ("MAX_GRAPHEMES", "3000", False),
        ("SEVERE_STOP_AFTER", "10", False),
    ],
)
def test_addresses_are_of_their_form_and_pairs_agree(name, value, fine):
    assert (tried(f"WHIMSY_{name}", value) == "") is fine


def test_production_takes_no_proxy_if_it_is_said(monkeypatch):
    """Behind TLS there is nearly always a proxy: unsaid, all visitors would be one address."""
    assert given(monkeypatch, **{**SAFE, "trusted_proxy_hops": "0"}).trusted_proxy_hops == 0


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ("sslmode=disable", {"ssl": False}),
        ("sslmode=prefer", {"ssl": "prefer"}),
        ("ssl=false", {"ssl": False}),
        ("connect_timeout=7", {"timeout": 7}),
        ("connect_timeout=0", {}),
        ("target_session_attrs=read-write", {"target_session_attrs": "read-write"}),
        ("application_name=a&options=-c%20search_path%3Dx",
         {"server_settings": {"application_name": "a", "options": "-c search_path=x"}}),
        ("keepalives=1&gssencmode=disable&channel_binding=prefer", {}),
        ("host=/var/run/postgresql&port=5433", {"host": "/var/run/postgresql", "port": 5433}),
    ],
)  # fmt: skip
def test_what_hosts_of_postgresql_hand_out_is_understood(options, made):
    assert Database.parse(f"postgres://u:p@h/d?{options}").options == made


@pytest.mark.parametrize(
    ("options", "verified", "named"),
    [
        ("sslmode=require", ssl.CERT_NONE, False),
        ("ssl=true", ssl.CERT_NONE, False),
        ("sslmode=verify-ca", ssl.CERT_REQUIRED, False),
        ("sslmode=verify-full&sslrootcert=system", ssl.CERT_REQUIRED, True),
        ("sslmode=require&channel_binding=require", ssl.CERT_REQUIRED, True),
    ],
)
def test_tls_is_as_strict_as_the_url_asks(options, verified, named):
    """What binding a channel is for, asyncpg can only give by verifying the certificate."""
    context = Database.parse(f"postgres://u:p@h/d?{options}").options["ssl"]
    assert (context.verify_mode, context.check_hostname) == (verified, named)


@pytest.mark.parametrize(
    "url",
    ["foo", "mysql://u:hunter2@h/d", "postgresql+psycopg://u:hunter2@h/d", "postgres://u:hunter2@h/d?sslmode=maybe",
     "postgres://u:hunter2@h/d?no_such=1", "postgres://u:hunter2@h:port/d", "postgres://u:hunter2@h:70000/d",
     "postgres://u:hunter2@h/d?target_session_attrs=standby", "postgres://u:hunter2@h/d?connect_timeout=soon",
     "postgres://u:hunter2@h/d?sslmode=verify-full&sslrootcert=/nowhere", "sqlite://", "sqlite:///:memory:",
     "sqlite:///x?mode=ro", "postgres://u:hunter2@h/d?channel_binding=perhaps", "postgres:"],
)  # fmt: skip
def test_a_database_that_cannot_be_used_is_one_sentence_without_its_password(url):
    said = tried("WHIMSY_DB_URL", url)
    assert said.startswith("WHIMSY_DB_URL: ") and "hunter2" not in said and said.count(". ") == 0
