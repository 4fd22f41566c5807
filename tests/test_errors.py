"""The tree of errors is complete: whoever catches WhimsyError catches whatever Whimsy raises of its own."""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.serving import ROOT
from whimsy import errors

TREE = "WhimsyError"


def classes() -> Iterator[ast.ClassDef]:
    """Every class that a file of `whimsy` defines, read and not imported: half of them would start Reflex."""
    for file in sorted((ROOT / "whimsy").rglob("*.py")):
        yield from (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ClassDef))


CLASSES = {node.name: node for node in classes()}


def lineage(name: str) -> list[str]:
    """A class and those above it, the nearest first; of classes that are not ours the name alone."""
    if name not in CLASSES:
        return [name]
    bases = [ast.unparse(base).rpartition(".")[2] for base in CLASSES[name].bases]
    return [name, *(above for base in bases for above in lineage(base))]


def is_error(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return name.endswith(("Error", "Exception")) or (
        isinstance(kind, type) and issubclass(kind, BaseException)
    )


def told(name: str, what: str) -> str:
    """What a class says its `code` or its `sentence` is, or the nearest one above it that says so."""
    for above in lineage(name):
        for line in CLASSES[above].body if above in CLASSES else ():
            if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == what:
                return str(ast.literal_eval(line.value))
    return ""


ERRORS = [name for name in CLASSES if any(map(is_error, lineage(name)))]


@pytest.mark.parametrize("name", ERRORS)
def test_every_error_of_ours_is_in_the_tree_and_has_a_code_and_a_sentence(name: str):
    """Fails for `class Lost(Exception)` in any file, and for an error that the drawing of the tree lacks."""
    assert TREE in lineage(name)
    assert re.fullmatch(r"[a-z_]+", told(name, "code"))
    assert re.fullmatch(r"[A-Z].*[.]", told(name, "sentence"))
    assert re.search(rf"\b{name}\b", errors.__doc__ or ""), "the drawing in whimsy/errors.py lacks it"


def test_each_refusal_has_a_code_of_its_own():
    codes = Counter(told(name, "code") for name in ERRORS if "Refused" in lineage(name))
    assert [code for code, many in codes.items() if many > 1] == []


def test_a_problem_is_told_to_whoever_runs_it_and_not_to_visitors():
    problem = errors.Problem("WHIMSY_X is wrong.")
    assert str(problem) == "WHIMSY_X is wrong." and "WHIMSY" not in problem.sentence
