"""How much one socket, one visitor and one address may do."""

from pydantic import Field

from whimsy.settings.group import Group
from whimsy.values import Rate, Rates


class LimitSettings(Group):
    """Limits of sockets, addresses and visitors"""

    trusted_proxy_hops: int = Field(0, ge=0, le=8)
    """Number of reverse proxies in front of the server. The outermost one says who the client is."""
    max_frame: int = Field(32768, ge=26000)
    """Longest websocket message, in bytes. To set up a call takes 26,000."""
    frame_rate: float = Field(20, gt=0)
    """Messages a second that a socket may send in the long run. One that sends more is closed."""
    frame_burst: int = Field(120, ge=1)
    """Messages that a socket may send at once. The start of a call takes 80, a page 10."""
    address_frame_rate: float = Field(100, gt=0)
    """Messages a second that all sockets of an address may send together. Any more have to wait."""
    sockets_per_address: int = Field(60, ge=1)
    """Sockets that an address (of IPv6, a /64) may have open in one process."""
    socket_rate: float = Field(2, gt=0)
    """New sockets a second that an address may open in the long run, after as many at once as it may have."""
    sockets_per_process: int = Field(4000, ge=1)
    """Sockets that a process may have open. A tab takes about 70 kB, so this bounds its memory."""
    first_event: float = Field(10, gt=0)
    """How long a new socket may take for its first event, or a request for its head, before it is closed."""
    stall: float = Field(10, gt=0)
    """How long a browser may leave 64 kB unread before it is cut off."""
    search_rate: Rates = Field(Rate(30, 60))
    """Searches that a visitor may begin."""
    skip_rate: Rates = Field(Rate(20, 60))
    """Conversations that a visitor may leave for the next."""
    message_rate: Rates = Field(Rate(30, 30))
    """Messages that a visitor may send."""
    report_rate: Rates = Field(Rate(5, 600))
    """Reports that a visitor may file."""
    visitor_rate: Rates = Field(Rate(10, 3600))
    """New visitors that may come from an address, multiplied by the address factor."""
    address_factor: int = Field(10, ge=1)
    """How many times as much all visitors of one address may do together as a single visitor."""


class SkipSettings(Group):
    """Skipping and proof of work"""

    short_chat: float = Field(5, ge=0)
    """A chat that a visitor leaves within this time is a skip. 0 counts none."""
    skips: int = Field(6, ge=2)
    """After this many skips within the window a visitor must wait before the next search, and do a proof."""
    skip_window: float = Field(60, gt=0, le=3600)
    """How long skips are counted. A visitor who does not skip for this long begins at zero again."""
    skip_wait: float = Field(60, ge=0, le=600)
    """Longest wait after a skip. The first is 2 seconds, each further one twice as long."""
    proof_cost: int = Field(400_000, ge=0, le=10_000_000)
    """Most hashes that a browser tries for its first proof of work, which takes a moment. 0 asks for none."""
    proof_expiry: float = Field(300, gt=0, le=3600)
    """How long a browser may take for a proof of work."""
    proof_lasts: float = Field(600, gt=0, le=86400)
    """How long a visitor may search with one proof of work."""
    proof_searches: int = Field(10, ge=1)
    """Searches that a visitor may begin with one proof of work."""
