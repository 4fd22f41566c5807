"""What is installed, and how it is set: `python -m whimsy version` and `settings`."""

import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from whimsy import __version__
from whimsy.launch import build
from whimsy.settings import Settings
from whimsy.settings.group import Group

_PACKAGES = ("reflex", "redis", "sqlmodel", "aiortc", "uvicorn")


def version() -> dict[str, str]:
    """The version, the id of the finished build ("" for none), and what both stand on."""
    try:
        built = build.build_id()
    except OSError:
        built = ""
    packages = {name: metadata.version(name) for name in _PACKAGES}
    return {"whimsy": __version__, "build": built, "python": platform.python_version(), **packages}


def listed(settings: Settings) -> dict[str, dict[str, Any]]:
    """Every setting in the order of docs/settings.md: {value, set}, with set for one of the environment.

    Of a secret the value is "hidden", or "" if it is empty.
    """
    names = [name for group in Settings.__bases__ if issubclass(group, Group) for name in group.model_fields]
    return {
        f"WHIMSY_{name.upper()}": {
            "value": _plain(getattr(settings, name)),
            "set": name in settings.model_fields_set,
        }
        for name in names
    }


def table(values: dict[str, Any]) -> str:
    """Names and values under each other; what the environment sets is marked."""
    width = max(map(len, values))
    return "\n".join(f"{name:{width}}  {_line(value)}".rstrip() for name, value in values.items())


def as_json(values: object) -> str:
    return json.dumps(values, indent=2, ensure_ascii=False)


def _line(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return f"{_said(value['value'])}{'  (set)' if value['set'] else ''}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.10g}"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(value: Any) -> Any:
    match value:
        case SecretStr():
            return "hidden" if value.get_secret_value() else ""
        case tuple() if hasattr(value, "_fields"):
            return str(value)
        case tuple() | list():
            return [_plain(one) for one in value]
        case bool() | int() | float() | str():
            return value
        case Path():
            return str(value)
    return str(value)
