"""A finished build is patched, or it is none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest

from tests.serving import ROOT
from whimsy.errors import Problem
from whimsy.launch import build as launch
from whimsy.seam import build

FINISH = """
import sys; sys.argv = ["x"]
from pathlib import Path
import rxconfig
rxconfig.Finish().post_build(static_dir=Path(sys.stdin.read()))
"""
PRELOAD = '<link rel="modulepreload" href="/assets/a.js"/>'
PAGE = PRELOAD + '<link href="/assets/manifest-4f2a.js"><script>1</script>'
BAKED = 'e={EVENT:"ws://localhost:8000/_event"}'


@pytest.fixture
def built(tmp_path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "reflex-env-x.js").write_text(BAKED)
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


def finished(built: Path) -> tuple[int, str]:
    """The status and the words of whoever finishes the build."""
    done = subprocess.run(
        [sys.executable, "-c", FINISH],
        cwd=ROOT,
        input=str(built),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_a_build_is_finished(built):
    assert finished(built) == (0, "")
    assert "localhost" not in (built / "assets" / "reflex-env-x.js").read_text()
    page = (built / "index.html").read_text()
    assert "<script data-cfasync" in page
    assert '<link rel="modulepreload" fetchpriority="low" href="/assets/a.js"/>' in page


def test_what_is_packed_is_packed_with_brotli_as_it_is_served(built, monkeypatch):
    """Fails when it is packed before it is patched, or the picture model is, which takes half a minute."""
    chunk, packed = built / "assets" / "reflex-env-x.js", built / "assets" / "reflex-env-x.js.br"
    chunk.write_text(BAKED + " " * 256)
    (built / "assets" / "screen_worker-x.js").write_bytes(bytes(1_000_001))
    assert finished(built) == (0, "")
    assert brotli.decompress(packed.read_bytes()) == chunk.read_bytes()
    assert [file.name for file in built.rglob("*.br")] == [packed.name], (
        "neither what is large nor what is tiny"
    )
    packed.unlink()
    monkeypatch.setenv("REFLEX_FRONTEND_COMPRESSION_FORMATS", "gzip")
    build.pack(built)
    assert not packed.exists()


@pytest.mark.parametrize(
    ("file", "text", "lacks"),
    [("assets/reflex-env-x.js", "e={EVENT:origin()}", "the server's address"),
     ("index.html", "<p>/assets/manifest-4f2a.js</p>", "a script"),
     ("index.html", f"{PRELOAD}<script>1</script>", "its manifest"),
     ("index.html", "<script>/assets/manifest-4f2a.js</script>", "links to its scripts")],
)  # fmt: skip
def test_a_build_in_which_there_is_nothing_to_patch_fails(built, file, text, lacks):
    """Fails when what is not found is passed over: pages would talk to the machine that built them."""
    (built / file).write_text(text)
    status, said = finished(built)
    assert status == 1 and lacks in said and said.startswith(launch.REFUSAL) and said.count("\n") == 1


def test_the_small_scripts_of_the_start_page_are_put_together_in_the_browsers_build_alone():
    """Fails when the server's build is changed as well, in which there is no window."""
    config = 'export default defineConfig((config) => ({\n  base: "/",\n  plugins: [],\n}));\n'
    patched = build.put_together(config)
    assert re.search(r"environments: \{ client: .*groups: \[\{ test: /.*/, name: \"start\" \}\]", patched)
    assert patched.replace(re.search(r"  environments: .*\n", patched)[0], "") == config
    with pytest.raises(build.NotPatched, match="base"):
        build.put_together("export default defineConfig({})")


def test_a_chunk_that_is_called_something_else_fails(built):
    (built / "assets" / "reflex-env-x.js").rename(built / "assets" / "env-x.js")
    with pytest.raises(build.NotPatched, match="reflex-env"):
        build.talk_to_origin(built)


def test_what_a_build_says_is_handed_on(tmp_path, monkeypatch):
    """Fails when all that is said is that a log says why."""

    def run(*_, stdout, **__) -> SimpleNamespace:
        stdout.write(f"Compiling\n{launch.REFUSAL}reflex 9 has no App.sio.\n  a box\n")
        return SimpleNamespace(returncode=1)

    monkeypatch.setattr(launch, "_STAMP", tmp_path / "none")
    monkeypatch.setattr(launch.subprocess, "run", run)
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "x")
    with pytest.raises(Problem, match=r"^reflex 9 has no App\.sio\.$"):
        launch.build(tmp_path / "log")
