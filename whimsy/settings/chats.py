"""Who meets whom, and what may be said in a room."""

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from whimsy.settings.group import Group
from whimsy.values import Listed, Weekly, Zone


class MatchingSettings(Group):
    """Matching"""

    self_match: bool = Field(default=False)
    """Whether two tabs of one visitor may meet, again and again: to try Whimsy alone, never in production."""
    opening_times: Weekly = Field(())
    """When searches may begin, such as `fri-sat 20:00-23:30, sun 15:00-18:00`; empty for always."""
    opening_zone: Zone = Field(ZoneInfo("UTC"))
    """Time zone of the opening hours, such as Europe/Berlin."""
    invitation_lasts: float = Field(3600, ge=60, le=86400)
    """How long an invitation to somebody one knows can be used."""
    reunion_days: float = Field(30, ge=1, le=90)
    """How long two who both said that they would like to meet again can do so."""
    cooldown: float = Field(600, ge=0, le=86400)
    """How long two people who met do not meet again."""
    cooldown_relaxed_after: float = Field(15, ge=0)
    """Two who have both waited this long meet again in spite of the cooldown, if nobody else is there."""
    same_address: Literal["meet", "later", "never"] = Field("later")
    """Whether two people of one address (of IPv6, a /64) meet; `later`: while others look, as if just met."""
    widen_interests_after: float = Field(5, ge=0)
    """How long a search accepts only partners who share an interest."""
    widen_language_after: float = Field(10, ge=0)
    """How long a search accepts only partners with the language that was asked for."""
    poll: float = Field(1, ge=0.01, le=2)
    """How often a search looks for a partner again."""
    max_interests: int = Field(10, ge=0, le=20)
    """Interests that a visitor may name."""
    max_interest_length: int = Field(30, ge=1, le=60)
    """Longest interest, in characters."""


class RoomSettings(Group):
    """Rooms"""

    max_graphemes: int = Field(500, ge=1)
    """Longest message, in characters as a person counts them."""
    max_code_points: int = Field(2000, ge=1)
    """Longest message, in code points of Unicode. One character may be many."""
    max_question: int = Field(200, ge=1, le=500)
    """Longest question for two others to discuss, in characters."""
    history: int = Field(500, ge=10, le=2000)
    """Lines of a room that are kept to scroll back to."""
    topics: Listed = Field(())
    """Paths of your own lists of topics, like topics.en.txt. Each takes the place of ours in its language."""
    kept_after_close: float = Field(600, ge=1)
    """How long the two people of a room can still read it after its end."""


class ScreenSettings(Group):
    """Screens on text"""

    links_after: float = Field(30, ge=0)
    """How old a chat must be before links pass. Bots seldom stay so long."""
    links_after_messages: int = Field(2, ge=0)
    """Messages that each side must have sent before links pass."""
    links_in_window: int = Field(10, ge=0)
    """Messages with links that a visitor may send within a flood window."""
    flood_rooms: int = Field(3, ge=1)
    """In how many rooms a visitor may say the same text within a flood window."""
    flood_window: float = Field(3600, ge=1, le=86400)
    """How long repeated texts, messages with links, and first messages are counted."""
    words: Listed = Field(())
    """Paths of your own word lists, in the form of words.en.tsv. They are used beside ours."""
    screens: Listed = Field(())
    """Your own screens, each as package.module:function."""
    screen_timeout: float = Field(0.1, gt=0, le=1)
    """How long a screen of your own may take for a message, which then passes without it."""
