"""What follows from reports, and how long anything is kept."""

from pydantic import Field

from whimsy.settings.group import Group


class ModerationSettings(Group):
    """Moderation"""

    evidence_messages: int = Field(20, ge=1, le=100)
    """Last messages of a room that go with a report."""
    reports_waiting: int = Field(1000, ge=1)
    """Reports of one mode that may wait in Redis for SQL. As many again may, if they are about children."""
    ladder_reporters: int = Field(3, ge=2)
    """Independent people who must report a visitor before a sanction follows without a moderator."""
    ladder_window: float = Field(86400, gt=0, le=86400)
    """Within how long they must report: a day at most, after which nothing tells independent people apart."""
    sanction_warning: float = Field(86400, gt=0)
    """How long a warning is shown."""
    sanction_cooldown: float = Field(3600, gt=0, le=86400)
    """How long a cooldown keeps a visitor from chatting, unless the moderator says otherwise."""
    sanction_shadow: float = Field(86400, gt=0, le=604800)
    """How long a shadowed visitor meets only other shadowed ones, unless the moderator says otherwise."""
    sanction_ban_days: float = Field(30, gt=0, le=365)
    """Days that a ban lasts, unless the moderator says otherwise."""
    sanction_address: float = Field(3600, gt=0, le=86400)
    """How long the address of a sanctioned visitor must do proofs of work."""
    severe_slow_after: float = Field(1800, gt=0)
    """While a severe report has been open for longer than this, searches for video or voice wait."""
    severe_stop_after: float = Field(7200, gt=0)
    """While a severe report has been open for longer than this, no call begins."""
    severe_slow: float = Field(10, ge=0)
    """How long searches for video or voice wait while a severe report makes them wait."""
    desk_idle: float = Field(1800, gt=0)
    """How long a moderator may do nothing before they have to log in again."""
    desk_session: float = Field(43200, gt=0)
    """How long a moderator may work before they have to log in again."""


class RetentionSettings(Group):
    """How long things are kept"""

    evidence_days: float = Field(30, gt=0)
    """Days that evidence is kept: enough to decide, and to answer an appeal."""
    hold_days: float = Field(365, gt=0, le=730)
    """Days that a moderator's hold keeps evidence. The law may ask for a year (18 USC 2258A(h))."""
    reports_days: float = Field(180, ge=30)
    """Days that a report is kept without its evidence, so that it shows who is reported again and again."""
    sanctions_days: float = Field(365, ge=30)
    """Days that an ended sanction is remembered for the next decision."""
    appeals_days: float = Field(365, ge=30)
    """Days that an answered appeal is kept, in case somebody asks about it."""
    audit_days: float = Field(730, ge=90)
    """Days that the record of what moderators did is kept, so that it can be checked."""
    blocks_days: float = Field(365, gt=0)
    """Days that a block holds. Few visitors keep their id for so long."""
    room_history_days: float = Field(90, gt=0)
    """Days that SQL keeps when a room was open and how it ended. The counts of each day are never deleted."""
    address_hours: float = Field(24, gt=0, le=24)
    """Hours after which the keyed hashes of the two addresses are deleted from a report."""
