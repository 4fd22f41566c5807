"""What mypy is told of Reflex is there, and is what Reflex has under that name."""

from __future__ import annotations

import ast

import pytest
import reflex as rx

from tests.serving import ROOT

TREE = ast.parse((ROOT / "typings" / "reflex" / "__init__.pyi").read_text())
TAKEN = {
    name.asname: (node.module, name.name)
    for node in TREE.body
    if isinstance(node, ast.ImportFrom)
    for name in node.names
    if name.asname and not name.asname.startswith("_")
}
SAID_ANEW = {"State", "Field", "field", "event", "cond", "match"}


def test_what_is_said_anew_is_all_there_is_besides():
    names = {getattr(node, "name", "") for node in TREE.body} - {"", "_Event"}
    names |= {node.target.id for node in TREE.body if isinstance(node, ast.AnnAssign)}
    assert names == SAID_ANEW and all(hasattr(rx, name) for name in SAID_ANEW)


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_what_is_taken_is_what_reflex_offers(name):
    """Fails when Reflex offers something else, or nothing, under a name that pages and states use."""
    module, original = TAKEN[name]
    assert getattr(rx, name) is getattr(__import__(module, fromlist=[original]), original)
