"""A component's class and its script agree, and every script that one imports is there."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from inspect import get_annotations
from pathlib import Path

import reflex as rx

from tests.serving import ROOT
from whimsy import components

FOLDER = ROOT / "whimsy" / "components"
IMPORTED = re.compile(r"""["'](\$/whimsy/[^"']+|\.{1,2}/[\w./]+\.jsx?)["']""")


def missing(file: Path) -> list[str]:
    """What `file` imports of ours that is not there."""
    return [
        name
        for name in IMPORTED.findall(file.read_text())
        if not (FOLDER / name[9:] if name.startswith("$") else file.parent / name).is_file()
    ]


def classes() -> Iterator[type[rx.Component]]:
    """Those with a script of ours."""
    for module in pkgutil.walk_packages(components.__path__, "whimsy.components."):
        for found in vars(import_module(module.name)).values():
            if (
                isinstance(found, type)
                and found.__module__ == module.name
                and issubclass(found, rx.Component)
            ):
                yield found


def given(component: type[rx.Component]) -> set[str]:
    """The props of a class, as its script is given them."""
    names = {*get_annotations(component)} - {"lib_dependencies"}
    return {re.sub(r"_(\w)", lambda m: m[1].upper(), name) for name in names}


def taken(component: type[rx.Component], props: set[str]) -> set[str]:
    """What the function that draws it takes; of the functions in its folder, the one that names its props."""
    own = (FOLDER / str(component.library).split("/")[2]).glob("*.jsx")
    lists = re.findall(rf"function {component.tag}\(\{{(.*?)\}}", read(own), re.DOTALL)
    names = {name.partition(":")[0].strip() for names in lists for name in names.split(",")}
    if rest := next((name[3:] for name in names if name.startswith("...")), ""):
        # What is handed on whole: of it, what anybody asks for.
        names |= props & {*re.findall(rf"\b{rest}\.(\w+)", read(FOLDER.rglob("*.jsx")))}
    return names - {"", f"...{rest}", "children", "className"}


def read(files: Iterable[Path]) -> str:
    return "".join(file.read_text() for file in files)


def test_what_is_imported_is_there():
    """Fails when a script is gone that an older build left in its folder: there it would go on working."""
    files = [file for file in FOLDER.rglob("*") if file.suffix in {".js", ".jsx", ".py"}]
    assert {file.name: names for file in files if (names := missing(file))} == {}


def test_a_missing_one_is_found(tmp_path):
    (tmp_path / "A.jsx").write_text(
        'import "$/whimsy/a/b.js";\nimport("./c.jsx"); import "./A.jsx"; import "$/env.json"'
    )
    assert missing(tmp_path / "A.jsx") == ["$/whimsy/a/b.js", "./c.jsx"]


def test_a_class_gives_what_its_script_takes():
    """Fails on a prop that nobody reads, and on one that is always undefined."""
    wrong = {component.tag: (props := given(component)) ^ taken(component, props) for component in classes()}
    assert len(wrong) > 15 and {tag: props for tag, props in wrong.items() if props} == {}
