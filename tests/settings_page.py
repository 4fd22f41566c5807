"""`python -m tests.settings_page` writes docs/settings.md from the settings object; a test compares them."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from tests.serving import ROOT
from whimsy.settings import Settings
from whimsy.values import Rate

PAGE = ROOT / "docs" / "settings.md"
GROUPS = {
    "production": "Where things are",
    "secret_key": "Secrets",
    "assurance": "The door",
    "trusted_proxy_hops": "Limits of sockets, addresses and visitors",
    "self_match": "Matching",
    "max_graphemes": "Rooms",
    "links_after": "Screens on text",
    "short_chat": "Skipping and proof of work",
    "stun_urls": "Calls",
    "evidence_messages": "Moderation",
    "evidence_days": "How long things are kept",
    "beat": "Presence, and the end of a process",
}
"""The groups of settings, each by its first."""
HEAD = """# Settings

Every setting is an environment variable: `WHIMSY_PORT=3001 python -m whimsy` or `make run WHIMSY_PORT=3001`.
Durations are in seconds unless the name says otherwise. A rate is written uses/seconds, a list with commas.
An empty variable counts as unset. One that begins with `WHIMSY_` and is no setting is refused.

With `WHIMSY_PRODUCTION=1` some must be set: see [Operating](operating.md#in-production).

`make docs` writes this page from `whimsy/settings.py`."""
TABLE = ("| variable | default | may be | what it is |", "|---|---|---|---|")


def page() -> str:
    """The whole page."""
    assert set(GROUPS) <= set(Settings.model_fields)
    lines = [HEAD]
    for name, field in Settings.model_fields.items():
        if name in GROUPS:
            lines += [f"\n## {GROUPS[name]}\n", *TABLE]
        cells = (f"`WHIMSY_{name.upper()}`", _default(field.default), _may_be(field), field.description)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


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
