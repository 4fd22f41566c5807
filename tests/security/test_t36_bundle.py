"""T36: built and served with every secret marked, neither bundle nor page nor log holds one of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import valkey
from tests.security.conftest import fetch
from tests.serving import ROOT, Served
from whimsy.settings import Settings

pytestmark = pytest.mark.served

MARK = "planted7secret"
MADE_OF = ("rxconfig.py", "requirements.txt", "alembic.ini")
FOLDERS = ("whimsy", "assets", "reflex.lock", "alembic")
PAGES = ("/", "/privacy", "/rules", "/safety", "/contact", "/appeal", "/desk", "/404.html", "/env.json")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Iterator[Served]:
    """A copy of the sources, built and served with marked secrets; Node's packages are the ones we have."""
    folder: Path = tmp_path_factory.mktemp("bundle")
    home = folder / "app"
    home.mkdir()
    for name in MADE_OF:
        shutil.copy(ROOT / name, home / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__", "external"))
    if not (ROOT / ".web" / "node_modules").exists():
        Served(folder / "first").wait().stop()
    shutil.copytree(
        ROOT / ".web", home / ".web", symlinks=True,
        ignore=lambda folder, names: {"node_modules", "build", "public"} & {*names},
    )  # fmt: skip
    (home / ".web" / "node_modules").symlink_to(ROOT / ".web" / "node_modules")
    with valkey.alone(f"requirepass {MARK}-redis") as store:
        server = Served(
            folder / "data", root=home,
            secret_key=f"{MARK}-key-{'k' * 32}", secret_key_previous=f"{MARK}-before-{'k' * 32}",
            redis_url=f"redis://:{MARK}-redis@{store.name}/0",
            db_url=f"sqlite:///{folder}/{MARK}-sql.db",
            turn_urls="turn:turn.whimsy.example:3478", turn_secret=f"{MARK}-turn",
        )  # fmt: skip
        yield server.wait(240)
        server.stop()


def test_every_secret_there_is_was_marked():
    """A new secret must be planted above."""
    secret = {name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)}
    assert secret == {"secret_key", "secret_key_previous", "redis_url", "db_url", "turn_secret"}


def test_no_secret_is_in_what_was_built(built):
    """Fails when a page or a var's default reads a secret; seen with the TURN secret in PreferenceState."""
    client = built.root / ".web" / "build" / "client"
    files = [file for file in client.rglob("*") if file.is_file()]
    assert len([file for file in files if file.suffix == ".js"]) > 10
    assert [file for file in files if MARK.encode() in file.read_bytes()] == []
    made = (file for file in (built.root / ".web").rglob("*") if "node_modules" not in file.parts)
    generated = [file for file in made if file.is_file()]
    assert [file for file in generated if MARK.encode() in file.read_bytes()] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_secret_is_served(built, path):
    _, headers, body = fetch(built, path)
    for asset in {*re.findall(rb'(?:src|href)="(/assets/[^"]+)"', body)}:
        body += fetch(built, asset.decode())[2]
    assert MARK.encode() not in body and MARK not in repr(headers)


async def test_no_secret_is_sent_or_logged(built, browse):
    page = await browse(built).open()
    await page.do("start")
    await page.until(lambda: page.phase == "searching", "to search")
    assert MARK not in repr(page.vars)
    assert MARK not in built.log.read_text()
