"""One meaning for each name: a class that shares its name with another makes a reader ask which is meant."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from tests.serving import ROOT

_SHELLS = ("components", "stranger")
"""Shells around React are named as what they show, and the stranger is a program of its own."""


def classes() -> Iterator[str]:
    """Every public class at the top of a module."""
    for file in (ROOT / "whimsy").rglob("*.py"):
        if not set(_SHELLS) & set(file.parts):
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    yield node.name


def test_no_two_classes_have_one_name():
    """Fails for `class Said` in another file than moderation/screens/said.py."""
    assert [name for name, many in Counter(classes()).items() if many > 1] == []
