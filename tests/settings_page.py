"""`python -m tests.settings_page` writes docs/settings.md from the settings object; a test compares them."""

from __future__ import annotations

import ast
import inspect
import itertools
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from tests.serving import ROOT
from whimsy.hours import Span
from whimsy.settings import Settings
from whimsy.values import Rate

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Every setting is an environment variable: `WHIMSY_PORT=3001 python -m whimsy` or `make run WHIMSY_PORT=3001`.
Durations are in seconds unless the name says otherwise. A rate is written uses/seconds, a list with commas.
An empty variable counts as unset. One that begins with `WHIMSY_` and is no setting is refused.

With `WHIMSY_PRODUCTION=1` some must be set: see [Operating](operating.md#in-production).

`make docs` writes this page from `whimsy/settings`."""
TABLE = ("| variable | default | may be | what it is |", "|---|---|---|---|")


def page() -> str:
    """The whole page."""
    lines = [HEAD]
    for group in Settings.__bases__:
        lines += [f"\n## {group.__doc__}\n", *TABLE]
        texts = _texts(group)
        for name, field in group.model_fields.items():
            cells = (f"`WHIMSY_{name.upper()}`", _default(field.default), _may_be(field), texts[name])
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def _texts(group: type) -> dict[str, str]:
    """What stands below each field of a group."""
    body = ast.parse(inspect.getsource(group)).body[0].body
    return {
        field.target.id: text.value.value
        for field, text in itertools.pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }


def _default(default: Any) -> str:
    if isinstance(default, bool):
        default = int(default)
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    if type(default) is tuple:
        default = ",".join(default)
    if isinstance(default, float) and default.is_integer():
        default = int(default)
    return f"`{default}`" if str(default) else "empty"


def _may_be(field: FieldInfo) -> str:
    if field.annotation is bool:
        return "`0`, `1`"
    if field.annotation is SecretStr:
        return "a secret"
    if isinstance(field.default, Rate):
        return "a rate"
    if Span in get_args(field.annotation):
        return "days and times"
    if get_origin(field.annotation) is tuple:
        return "a list"
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(field.annotation))
    return _range(field) if field.annotation in (int, float) else "text"


def _range(field: FieldInfo) -> str:
    least = next((f"{b.ge:,}" for b in field.metadata if isinstance(b, Ge)), "")
    above = next((f"{b.gt:,}" for b in field.metadata if isinstance(b, Gt)), "")
    most = next((f"{b.le:,}" for b in field.metadata if isinstance(b, Le)), "")
    if least and most:
        return f"{least} to {most}"
    said = [f"{least} or more"] if least else [f"more than {above}"] if above else []
    return ", ".join(said + ([f"at most {most}"] if most else []))


if __name__ == "__main__":
    PAGE.write_text(page())
