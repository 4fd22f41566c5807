"""What all groups of settings have in common: a field is a setting, and the text below it describes it.

The texts are for docs/settings.md alone; no server that starts pays for reading them.
"""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Group(BaseSettings):
    """Settings that belong together. The first line of a group is its heading in docs/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix="WHIMSY_", frozen=True, extra="ignore", env_ignore_empty=True, allow_inf_nan=False,
        defer_build=True,
    )  # fmt: skip
