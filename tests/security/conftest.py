"""Threats to moderation are tried on its whole house."""

from tests.moderation.conftest import (  # noqa: F401  (fixtures)
    house,
    kind,
    migrated,
    postgres_template,
    postgres_url,
    sqlite_template,
)
