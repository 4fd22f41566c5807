"""What the documents name exists: paths, tests, links, targets of make, settings, commands, names."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.serving import ROOT
from whimsy.launch import moderator
from whimsy.launch.commands import RUNS
from whimsy.names import OURS
from whimsy.settings import Settings

TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
PAGES = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md"))]
LISTS = [ROOT / "tests" / "security" / "README.md", ROOT / "tests" / "field" / "README.md"]
"""Lists of tests: their paths are held as well."""
LONGEST_README = 150
MADE = {
    ".web/build/client", ".data/secret_key", ".data/whimsy.db", "whimsy.db", "_headers",
    "my_filters.py", "NAME.py", "NAME.jsx", "NAME_core.js", "reflex-env-*.js",
    "whimsy/pages/NAME.py", "whimsy/components/NAME.py", "whimsy/components/NAME",
    "assets/styles/NAME.css",
}  # fmt: skip
"""Paths that come with a build, a run, or whoever follows a recipe."""
ELSEWHERE = {
    "used_cpu_user",
    "evicted_keys",
    "rx.call_script",
    "pg_dump",
    "TimeoutStopSec",
    "max_idle_time",
    "NAME",
}
"""Names of other programs."""
_SUFFIXES = r"py|js|jsx|mjs|lua|md|txt|css|toml|tsv|conf|acl|lock|jsonl?|db|sh"
_PATH = re.compile(rf"[\w.*-]+(?:/[\w.*-]+)+|[\w*.-]+\.(?:{_SUFFIXES})")
_NAME = re.compile(r"_*[A-Za-z][\w.]*")
_CODED = re.compile(r"[a-z]_|_[a-z]|[a-z][A-Z]|^[A-Z][a-z]|[A-Z]{3}")


def spans(page: Path) -> set[str]:
    """Everything in backticks, outside of blocks."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"`([^`\n]+)`", text))


def named_paths(page: Path) -> Iterator[tuple[str, str]]:
    """The paths in backticks, each with the test it names or ""."""
    for span in spans(page):
        path, _, test = span.partition("::")
        if _PATH.fullmatch(path) and path not in MADE and not re.fullmatch(r"\d+/\d+", path):
            yield path.rstrip("/"), test


@cache
def files() -> list[Path]:
    """Every file of the checkout that is not hidden, and in no folder that is."""
    tops = [place for place in ROOT.iterdir() if not place.name.startswith(".")]
    inner = (file for top in tops if top.is_dir() for file in top.rglob("*") if file.is_file())
    return [*(top for top in tops if top.is_file()), *inner]


def found(path: str, page: Path) -> list[Path]:
    """What a path means: from the root, from the page, or a bare name anywhere."""
    if "/" not in path:
        return [place for place in [ROOT / path, *files()] if place.match(path) and place.exists()]
    return [*ROOT.glob(path), *(place for place in [(page.parent / path).resolve()] if place.exists())]


@cache
def words() -> set[str]:
    """Every word of the code, and of the names of its files."""
    kinds = {".py", ".js", ".jsx", ".mjs", ".lua", ".css", ""}
    code = [file for file in files() if file.suffix in kinds and file != Path(__file__)]
    return set(re.findall(r"\w+", " ".join([*(file.read_text() for file in code), *map(str, files())])))


@pytest.mark.parametrize("page", [*PAGES, *LISTS], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_and_every_test_that_is_named_exists(page: Path):
    wrong = []
    for path, test in named_paths(page):
        places = found(path, page)
        told = [place.read_text() for place in places if test and place.is_file()]
        if not places or (test and not any(f"def {test}(" in text for text in told)):
            wrong.append(f"{path}::{test}" if test else path)
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    wrong = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if target.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert wrong == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_setting_target_and_command_exists(page: Path):
    text = page.read_text()
    known = {f"WHIMSY_{name.upper()}" for name in Settings.model_fields} | OURS
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"WHIMSY_[A-Z_]*[A-Z]", text)) - known == set()
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE)) - targets == set()
    for module, word, act in re.findall(r"python -m ([\w.]+)(?: ([a-z]+))?(?: ([a-z]+))?", text):
        if module in ("venv", "pip"):
            continue
        assert importlib.util.find_spec(module), module
        assert module != "whimsy" or word in ("", *RUNS), word
        assert word != "moderator" or act in moderator.ACTS, act


def test_every_command_is_told():
    text = (ROOT / "docs" / "commands.md").read_text()
    assert set(re.findall(r"^\| .*`python -m whimsy ([a-z]+)", text, re.MULTILINE)) == set(RUNS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_name_of_the_code_is_in_the_code(page: Path):
    """Names with a capital or an underscore: what is renamed is renamed here, too."""
    named = {span.removesuffix("()").removesuffix("(...)") for span in spans(page)} - ELSEWHERE - MADE
    coded = {name for name in named if _NAME.fullmatch(name) and _CODED.search(name)}
    parts = {part for name in coded if not name.startswith("WHIMSY_") for part in name.split(".")}
    assert parts - words() == set()


def test_every_page_can_be_reached_from_the_index():
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    linked = set(re.findall(r"\((\w+\.md)\)", (ROOT / "docs" / "README.md").read_text()))
    assert pages - linked == set()


def test_what_make_check_leaves_out_is_told():
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    slow = set(re.search(r"^SLOW := (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    rows = re.findall(
        r"^\| (`tests.*?) \|.*\| (yes|no)", (ROOT / "docs" / "testing.md").read_text(), re.MULTILINE
    )
    told = {path: fast for paths, fast in rows for path in re.findall(r"`([^`]+)`", paths)}
    assert {path for path, fast in told.items() if fast == "no"} == {path for path in slow if "." not in path}
    folders = {
        test.parent.relative_to(ROOT)
        for test in (ROOT / "tests").glob("*/*test*.*")
        if test.suffix in (".py", ".mjs")
    }
    assert {str(folder) for folder in folders} - set(told) == set()


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= LONGEST_README
