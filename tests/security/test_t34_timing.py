"""T34: what proves something is compared in constant time; how long it takes says nothing about it."""

from __future__ import annotations

import ast
import re

from tests.serving import ROOT

PROOF = re.compile(r"(secret|digest|signature|password|hmac|mac|totp|proof)(_\w+)?$", re.IGNORECASE)


def names(node: ast.expr) -> str:
    name = getattr(node, "attr", getattr(node, "id", ""))
    return "" if name.isupper() else name  # a constant is no secret


def test_no_secret_is_compared_with_an_equals_sign():
    """Fails on `if digest == expected:`; `hmac.compare_digest` (as itsdangerous uses) is what to write."""
    leaky = []
    for file in (ROOT / "whimsy").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Compare) or not any(
                isinstance(op, ast.Eq | ast.NotEq) for op in node.ops
            ):
                continue
            if any(PROOF.search(names(side)) for side in (node.left, *node.comparators)):
                leaky.append(f"{file.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
    assert leaky == []


def test_the_rule_sees_what_it_looks_for():
    [found] = ast.parse("self.digest == expected").body
    assert PROOF.search(names(found.value.left))
