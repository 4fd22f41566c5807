"""Where a server is, what it signs with, what visitors agree to, and how it knows who is present."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from whimsy.settings.group import Group
from whimsy.values import Contact, Host, PublicUrl


class PlaceSettings(Group):
    """Where things are"""

    production: bool = Field(default=False)
    """Whether to refuse to start while anything is unsafe: no key, no public URL, embedded stores."""
    host: Host = Field("localhost")
    """Name or address that the server listens on."""
    port: int = Field(3000, ge=1, le=65535)
    """Port that the server listens on, for pages and websockets alike."""
    workers: int = Field(1, ge=1, le=64)
    """Number of server processes. One that dies is replaced."""
    public_url: PublicUrl = Field("")
    """Where browsers reach the server, such as https://whimsy.example. Production needs it."""
    hsts: Literal["host", "subdomains", "off"] = Field("host")
    """In production: whether browsers remember to reach this host, or its subdomains too, by https only."""
    data_dir: Path = Field(Path(".data"))
    """Folder of the embedded Valkey, the SQLite database and the signing key."""
    redis_url: SecretStr = Field(SecretStr(""))
    """URL of a Redis or Valkey server. Empty starts an embedded Valkey."""
    db_url: SecretStr = Field(SecretStr(""))
    """URL of a PostgreSQL or SQLite database. Empty uses SQLite in the data folder."""


class SecretSettings(Group):
    """Secrets"""

    secret_key: SecretStr = Field(SecretStr(""))
    """Key that signs the ids of visitors. Empty makes one in the data folder, once."""
    secret_key_previous: SecretStr = Field(SecretStr(""))
    """A second key whose signatures are accepted: before a rotation the next one, after it the last one."""


class DoorSettings(Group):
    """The door"""

    assurance: str = Field("")
    """Your own check of ages, as package.module:factory. Empty takes a visitor's own word."""
    agreed_for: float = Field(180 * 86400, gt=0)
    """How long a visitor's agreement to the rules is remembered."""
    contact: Contact = Field("")
    """Where people reach you, mailto:… or https://…. The contact page shows it; production needs it."""


class PresenceSettings(Group):
    """Presence, and the end of a process"""

    beat: float = Field(2.5, ge=0.01)
    """How often a process renews the leases of its tabs."""
    lease: float = Field(8, gt=0)
    """How long a tab counts as present after its lease was renewed; at least twice the beat."""
    grace_lost: float = Field(18, ge=0)
    """How long the place of a tab is kept after its connection was lost."""
    grace_closed: float = Field(10, ge=0)
    """How long the place of a tab is kept after its page was closed, which a refresh does, too."""
    ping_interval: float = Field(4, ge=0.1, le=600)
    """How often the server pings each socket."""
    ping_timeout: float = Field(5, ge=0.1, le=600)
    """How long a socket may leave a ping unanswered before it counts as gone."""
    store_timeout: float = Field(1, ge=0.01)
    """How long the server waits for one answer of Redis."""
    drain: float = Field(10, ge=0, le=20)
    """Longest time that a process which stops takes to send its tabs to other processes."""
