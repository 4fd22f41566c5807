"""How two browsers reach each other, and what is noticed of a call."""

from pydantic import Field, SecretStr

from whimsy.settings.group import Group
from whimsy.values import Listed


class CallSettings(Group):
    """Calls"""

    stun_urls: Listed = Field(())
    """STUN servers, which tell a browser its public address. Within one network none is needed."""
    turn_urls: Listed = Field(())
    """TURN servers. With one, calls are relayed, and neither side learns the other's address."""
    turn_secret: SecretStr = Field(SecretStr(""))
    """The secret of the TURN servers (coturn: static-auth-secret, with use-auth-secret)."""
    turn_ttl: float = Field(3600, gt=0)
    """How long a TURN credential opens new relays."""
    mirror_at_once: int = Field(2, ge=0, le=16)
    """Camera checks that a process plays back at once. 0 turns camera checks off."""
    mirror_seconds: float = Field(30, gt=0, le=120)
    """How long a camera check lasts."""
    picture_screen: bool = Field(default=True)
    """Whether browsers look for nudity in their visitor's picture before it is sent, and in a stranger's."""
    short_call: float = Field(8, ge=0)
    """A call that the other side ends within this time speaks against a visitor."""
    short_calls: int = Field(5, ge=2)
    """After this many short calls within the window moderators get a note of the visitor."""
    short_calls_window: float = Field(1800, gt=0, le=86400)
    """How long short calls are counted."""
