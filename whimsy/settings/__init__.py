"""Every limit, timeout, url and secret, read once from `WHIMSY_*`.

One frozen object; nothing else reads the environment. docs/settings.md is made from here.
"""

import os
from functools import cache
from typing import Self

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator, model_validator

from whimsy import names
from whimsy.database import Database
from whimsy.errors import Problem
from whimsy.settings.calls import CallSettings
from whimsy.settings.chats import MatchingSettings, RoomSettings, ScreenSettings
from whimsy.settings.limits import LimitSettings, SkipSettings
from whimsy.settings.moderation import ModerationSettings, RetentionSettings
from whimsy.settings.serving import DoorSettings, PlaceSettings, PresenceSettings, SecretSettings
from whimsy.values import MOST, MOST_DAYS
from whimsy.values import Rate as Rate


class Settings(
    PlaceSettings,
    SecretSettings,
    DoorSettings,
    LimitSettings,
    MatchingSettings,
    RoomSettings,
    ScreenSettings,
    SkipSettings,
    CallSettings,
    ModerationSettings,
    RetentionSettings,
    PresenceSettings,
):
    """What a deployer can set. Durations are seconds unless the name says otherwise."""

    @field_validator("*")
    @classmethod
    def _bounded(cls, value: object, info: ValidationInfo) -> object:
        most = MOST_DAYS if (info.field_name or "").endswith("_days") else MOST
        if isinstance(value, int | float) and value > most:
            raise ValueError(f"must be at most {most:,}")
        return value

    @field_validator("db_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        stripped = SecretStr(value.get_secret_value().strip())
        if stripped.get_secret_value():
            Database.parse(stripped.get_secret_value())
        return stripped

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.lease < 2 * self.beat:
            raise ValueError("WHIMSY_LEASE must be at least twice WHIMSY_BEAT")
        for less, more in (("max_graphemes", "max_code_points"), ("severe_slow_after", "severe_stop_after")):
            if getattr(self, less) > getattr(self, more):
                raise ValueError(f"WHIMSY_{less.upper()} must not be more than WHIMSY_{more.upper()}")
        return self

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if not self.production:
            return self
        missing = [
            f"WHIMSY_{name.upper()}"
            for name in ("public_url", "secret_key", "redis_url", "db_url", "contact")
            if not _plain(getattr(self, name))
        ]
        if missing:
            raise ValueError(f"WHIMSY_PRODUCTION needs {', '.join(missing)}")
        if "trusted_proxy_hops" not in self.model_fields_set:
            # Whimsy speaks no TLS, so something stands in front: unsaid, all visitors would be one address.
            raise ValueError(
                "WHIMSY_PRODUCTION needs WHIMSY_TRUSTED_PROXY_HOPS, the number of reverse proxies in front: "
                "1 for one nginx or Caddy, 0 if what ends TLS passes connections on as they are"
            )
        if len(_plain(self.secret_key)) < 32:
            raise ValueError("WHIMSY_SECRET_KEY must have at least 32 characters")
        if not self.public_url.startswith("https://"):
            raise ValueError("WHIMSY_PUBLIC_URL must start with https:// in production")
        if self.self_match:
            raise ValueError("WHIMSY_SELF_MATCH is for one machine alone, not for production")
        return self

    @property
    def sql_url(self) -> str:
        """The database as SQLAlchemy names it, with the async driver that Whimsy ships."""
        if url := self.db_url.get_secret_value():
            return Database.plain(url)
        return f"sqlite+aiosqlite:///{(self.data_dir / 'whimsy.db').absolute()}"


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


class BadSettings(Problem):
    """The environment cannot be used; the message is one sentence a deployer can act on."""


def read() -> Settings:
    """Read the environment anew; raises BadSettings. Values are never repeated in the message."""
    if wrong := names.unknown(os.environ, (f"WHIMSY_{name.upper()}" for name in Settings.model_fields)):
        raise BadSettings(wrong)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = f"WHIMSY_{first['loc'][0]}: ".upper() if first["loc"] else ""
        raise BadSettings(where + first["msg"].removeprefix("Value error, ")) from None


def build() -> str:
    """Which front end this process makes or serves; set by `whimsy.launch`, empty under `reflex run`."""
    return os.environ.get("WHIMSY_BUILD", "")


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read()
