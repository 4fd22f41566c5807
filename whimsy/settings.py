"""Every limit, timeout, url and secret, read once from `WHIMSY_*`.

One frozen object; nothing else reads the environment. docs/settings.md is made from here.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from whimsy import names
from whimsy.database import Database
from whimsy.errors import Problem
from whimsy.values import MOST, MOST_DAYS, Contact, Host, Listed, PublicUrl, Rates
from whimsy.values import Rate as Rate


class Settings(BaseSettings):
    """What a deployer can set. Durations are seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="WHIMSY_", frozen=True, extra="ignore", env_ignore_empty=True, allow_inf_nan=False
    )

    # Where things are
    production: bool = Field(
        default=False, description="Refuse to start with anything unsafe: no key, no origin, embedded stores."
    )
    host: Host = Field(default="localhost", description="Address the server listens on.")
    port: int = Field(default=3000, ge=1, le=65535, description="Port of page and socket alike.")
    workers: int = Field(default=1, ge=1, le=64, description="Server processes; a dead one is replaced.")
    public_url: PublicUrl = Field(
        default="", description="How browsers reach us, e.g. https://whimsy.example. Needed in production."
    )
    hsts: Literal["host", "subdomains", "off"] = Field(
        default="host",
        description="Whether browsers remember that this host, or its subdomains too, answer by https only.",
    )
    data_dir: Path = Field(
        default=Path(".data"), description="Folder of the embedded Valkey, SQLite and the signing key."
    )
    redis_url: SecretStr = Field(
        default=SecretStr(""), description="Redis or Valkey; empty starts an embedded Valkey."
    )
    db_url: SecretStr = Field(
        default=SecretStr(""), description="PostgreSQL or SQLite; empty is SQLite in the data folder."
    )

    # Secrets
    secret_key: SecretStr = Field(
        default=SecretStr(""), description="Signs visitor ids; empty makes one once in the data folder."
    )
    secret_key_previous: SecretStr = Field(
        default=SecretStr(""),
        description="Another key that is accepted: the next before a rotation, the last after.",
    )

    # The door
    assurance: str = Field(
        default="", description="An age provider, package.module:factory; empty takes a visitor's own word."
    )
    agreed_for: float = Field(
        default=180 * 86400, gt=0, description="How long an agreement to the rules is remembered."
    )
    contact: Contact = Field(
        default="", description="Where people reach you, mailto:… or https://…; shown on the contact page."
    )

    # Limits: of one socket, of one address, of one visitor
    trusted_proxy_hops: int = Field(
        default=0, ge=0, le=8, description="Reverse proxies in front of us; whom they name is the client."
    )
    max_frame: int = Field(
        default=32768, ge=26000, description="Longest websocket message in bytes; a call's SDP needs 26,000."
    )
    frame_rate: float = Field(
        default=20, gt=0, description="Messages a second a socket may send in the long run; more closes it."
    )
    frame_burst: int = Field(
        default=120,
        ge=1,
        description="Messages a socket may send at once; a call's start needs 80, a page's 10.",
    )
    address_frame_rate: float = Field(
        default=100,
        gt=0,
        description="Messages a second all sockets of an address may send; more have to wait.",
    )
    sockets_per_address: int = Field(
        default=60, ge=1, description="Open sockets of one address, or IPv6 /64, in one process."
    )
    socket_rate: float = Field(
        default=2,
        gt=0,
        description="New sockets a second of one address, once it has used up its burst of them.",
    )
    sockets_per_process: int = Field(
        default=4000,
        ge=1,
        description="Open sockets of a process; a tab takes about 70 kB, so this bounds it.",
    )
    first_event: float = Field(
        default=10,
        gt=0,
        description="A socket, or a request's head, that says nothing for this long is closed.",
    )
    stall: float = Field(
        default=10, gt=0, description="A reader that lets us wait this long with 64 kB unread is dropped."
    )
    search_rate: Rates = Field(default=Rate(30, 60), description="Searches of a visitor.")
    skip_rate: Rates = Field(
        default=Rate(20, 60), description="Conversations a visitor may leave for the next."
    )
    message_rate: Rates = Field(default=Rate(30, 30), description="Messages of a visitor.")
    report_rate: Rates = Field(default=Rate(5, 600), description="Reports of a visitor.")
    visitor_rate: Rates = Field(
        default=Rate(10, 3600), description="New visitors of an address, before its factor."
    )
    address_factor: int = Field(
        default=10, ge=1, description="So many visitors' budgets are shared by all at one address."
    )

    # Matching
    self_match: bool = Field(
        default=False, description="Two tabs of one visitor may meet, and meet again: for trying it alone."
    )
    cooldown: float = Field(
        default=600, ge=0, le=86400, description="How long two who met do not meet again."
    )
    cooldown_relaxed_after: float = Field(
        default=15, ge=0, description="Both waited this long with nobody else there: they may meet again."
    )
    same_address: Literal["meet", "later", "never"] = Field(
        default="later",
        description="Whether two of one address, or IPv6 /64, meet; later: as if they had met before.",
    )
    widen_interests_after: float = Field(
        default=5, ge=0, description="Until then only partners with a shared interest are accepted."
    )
    widen_language_after: float = Field(
        default=10, ge=0, description="Until then only partners with the wished language are accepted."
    )
    poll: float = Field(default=1, ge=0.01, le=2, description="How often a search looks again.")
    max_interests: int = Field(default=10, ge=0, le=20, description="Interests a visitor may name.")
    max_interest_length: int = Field(default=30, ge=1, le=60, description="Characters of one interest.")

    # Rooms
    max_graphemes: int = Field(default=500, ge=1, description="Longest message, as a person counts.")
    max_code_points: int = Field(default=2000, ge=1, description="Longest message, as Unicode counts.")
    history: int = Field(default=500, ge=10, le=2000, description="Lines a room keeps to scroll back to.")
    kept_after_close: float = Field(
        default=600, ge=1, description="How long a closed room's lines stay readable to its two people."
    )

    # Screens on text
    links_after: float = Field(
        default=30, ge=0, description="A chat must be this old before links pass; bots seldom stay."
    )
    links_after_messages: int = Field(
        default=2, ge=0, description="Messages each side must have said before links pass."
    )
    links_in_window: int = Field(
        default=10, ge=0, description="Messages with links a visitor may send in one flood window."
    )
    flood_rooms: int = Field(
        default=3, ge=1, description="Rooms in one flood window that may get the same text."
    )
    flood_window: float = Field(
        default=3600, ge=1, le=86400, description="How long repeated texts, links and openings are counted."
    )
    words: Listed = Field(
        default=(), description="Your own word lists (paths), in the form of words.en.tsv, beside ours."
    )
    screens: Listed = Field(
        default=(), description="Your own screens, each package.module:function, separated by commas."
    )
    screen_timeout: float = Field(
        default=0.1, gt=0, le=1, description="How long a screen of yours may take; later it is passed over."
    )

    # Skipping and proof of work
    short_chat: float = Field(
        default=5, ge=0, description="A chat left within this time counts as skipped; 0 counts none."
    )
    skips: int = Field(
        default=6, ge=2, description="Skips within the window from which waits begin, and a proof is asked."
    )
    skip_window: float = Field(
        default=60, gt=0, le=3600, description="How long skips are counted; so much calm ends the waits."
    )
    skip_wait: float = Field(
        default=60, ge=0, le=600, description="Longest wait after a skip; it begins at 2 s and doubles."
    )
    proof_cost: int = Field(
        default=400_000,
        ge=0,
        le=10_000_000,
        description="Hashes a browser tries at most for a first proof (a moment); 0 asks for none.",
    )
    proof_expiry: float = Field(
        default=300, gt=0, le=3600, description="How long a browser may take for a proof."
    )
    proof_lasts: float = Field(default=600, gt=0, le=86400, description="How long a proof is good for.")
    proof_searches: int = Field(default=10, ge=1, description="Searches a proof is good for.")

    # Calls
    stun_urls: Listed = Field(
        default=(), description="STUN servers, separated by commas; none is needed on one network."
    )
    turn_urls: Listed = Field(
        default=(), description="TURN servers; with one, calls are relayed and nobody learns an address."
    )
    turn_secret: SecretStr = Field(
        default=SecretStr(""), description="The TURN server's static-auth-secret (coturn: use-auth-secret)."
    )
    turn_ttl: float = Field(default=3600, gt=0, description="How long a TURN credential opens new relays.")
    mirror_at_once: int = Field(
        default=2, ge=0, le=16, description="Camera checks a process plays at once; 0 turns them off."
    )
    mirror_seconds: float = Field(default=30, gt=0, le=120, description="How long a camera check lasts.")

    picture_screen: bool = Field(
        default=True, description="Browsers look for nudity before and while they show a stranger's picture."
    )

    short_call: float = Field(
        default=8, ge=0, description="A call the other side ends within this time speaks against this side."
    )
    short_calls: int = Field(
        default=5, ge=2, description="So many of them in their window are noted for moderation."
    )
    short_calls_window: float = Field(
        default=1800, gt=0, le=86400, description="How long such calls are counted."
    )

    # Moderation
    evidence_messages: int = Field(
        default=20, ge=1, le=100, description="Last messages of a room that go with a report."
    )
    reports_waiting: int = Field(
        default=1000,
        ge=1,
        description="Reports of one mode that wait in Redis for SQL; of child safety as many again.",
    )
    ladder_reporters: int = Field(
        default=3, ge=2, description="Independent reporters before anything happens without a person."
    )
    ladder_window: float = Field(
        default=86400,
        gt=0,
        le=86400,
        description="Within how long they must speak; addresses are known no longer.",
    )
    sanction_warning: float = Field(default=86400, gt=0, description="How long a warning is shown.")
    sanction_cooldown: float = Field(
        default=3600,
        gt=0,
        le=86400,
        description="A pause: long enough to cool down, short enough to come back.",
    )
    sanction_shadow: float = Field(
        default=86400, gt=0, le=604800, description="How long the shadowed meet only each other, by itself."
    )
    sanction_ban_days: float = Field(
        default=30, gt=0, le=365, description="Days a ban lasts unless the moderator says otherwise."
    )
    sanction_address: float = Field(
        default=3600, gt=0, le=86400, description="How long a sanctioned visitor's address must prove work."
    )
    severe_slow_after: float = Field(
        default=1800,
        gt=0,
        description="Age of the oldest open severe report from which video matching slows.",
    )
    severe_stop_after: float = Field(
        default=7200, gt=0, description="Age from which video matching stops: growth ends where safety does."
    )
    severe_slow: float = Field(
        default=10, ge=0, description="How long a video search waits while it is slowed."
    )
    desk_idle: float = Field(
        default=1800, gt=0, description="A moderator's session ends after so much idleness."
    )
    desk_session: float = Field(default=43200, gt=0, description="A moderator logs in again after this long.")

    # Retention
    evidence_days: float = Field(
        default=30, gt=0, description="Days that evidence is kept: enough to decide and to answer an appeal."
    )
    hold_days: float = Field(
        default=365,
        gt=0,
        le=730,
        description="Days that a recorded hold keeps evidence: a year after a report (18 USC 2258A(h)).",
    )
    reports_days: float = Field(
        default=180, ge=30, description="Days that reports are kept without what was said: who repeats shows."
    )
    sanctions_days: float = Field(
        default=365, ge=30, description="Days that an ended sanction is remembered, for the next decision."
    )
    appeals_days: float = Field(
        default=365, ge=30, description="Days that an answered appeal is kept, should it be asked about."
    )
    audit_days: float = Field(
        default=730, ge=90, description="Days that the desk's acts are on record, for whoever checks them."
    )
    blocks_days: float = Field(
        default=365, gt=0, description="Days that a block holds, longer than ids tend to live."
    )
    room_history_days: float = Field(
        default=90, gt=0, description="Days that a room is known to have been; daily counts stay."
    )
    address_hours: float = Field(
        default=24, gt=0, le=24, description="Hours that reports know keyed hashes of addresses."
    )

    # Presence
    beat: float = Field(default=2.5, ge=0.01, description="How often a process renews its tabs' leases.")
    lease: float = Field(default=8, gt=0, description="A tab not renewed for this long is away.")
    grace_lost: float = Field(
        default=18, ge=0, description="How long the place of a tab that vanished is kept."
    )
    grace_closed: float = Field(
        default=10, ge=0, description="How long the place of a tab that said goodbye is kept (a refresh)."
    )
    ping_interval: float = Field(
        default=4, ge=0.1, le=600, description="How often the server pings a socket."
    )
    ping_timeout: float = Field(
        default=5, ge=0.1, le=600, description="Silence after a ping that means it is gone."
    )
    store_timeout: float = Field(default=1, ge=0.01, description="Longest wait for one answer of Redis.")
    drain: float = Field(
        default=10,
        ge=0,
        le=20,
        description="Longest a process that stops takes to send its tabs to the others.",
    )

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
        for less, more in (
            ("max_graphemes", "max_code_points"),
            ("severe_slow_after", "severe_stop_after"),
        ):
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
            raise ValueError(f"production needs {', '.join(missing)}")
        if "trusted_proxy_hops" not in self.model_fields_set:
            # Whimsy speaks no TLS, so something stands in front: unsaid, all visitors would be one address.
            raise ValueError(
                "production needs WHIMSY_TRUSTED_PROXY_HOPS, the number of reverse proxies in front: 1 for "
                "one nginx or Caddy, 0 if what ends TLS passes connections on as they are"
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
        """The database as SQLAlchemy names it, with an async driver.

        A plain `postgresql://` or `sqlite://` is given the driver Whimsy ships.
        """
        url = self.db_url.get_secret_value()
        return (
            Database.plain(url) if url else f"sqlite+aiosqlite:///{(self.data_dir / 'whimsy.db').absolute()}"
        )


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
