"""A candidate, one way to reach a browser: read strictly, written anew, kept or withheld by policy (`sdp`).

Source: RFC 8839 (candidates), RFC 6544 (ICE over TCP), RFC 8828 (the relay mode).
"""

import re
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from whimsy.errors import Malformed

MAX_CANDIDATE = 1_000

_Address = IPv4Address | IPv6Address


class Policy(StrEnum):
    """Which candidates of a visitor reach their partner; named as `iceTransportPolicy` is."""

    RELAY = "relay"
    ALL = "all"


_CANDIDATE = re.compile(
    r"candidate:(?P<foundation>[A-Za-z0-9+/]{1,32}) (?P<component>[12]) (?P<transport>(?i:udp|tcp))"
    r" (?P<priority>[1-9][0-9]{0,9}) (?P<address>[A-Za-z0-9.:-]{1,64}) (?P<port>[1-9][0-9]{0,4})"
    r" typ (?P<kind>host|srflx|prflx|relay)(?: raddr [!-~]{1,64} rport [0-9]{1,5})?"
    r"(?P<extensions>(?: [!-~]{1,64} [!-~]{1,256}){0,12})"
)
_KIND = re.compile(r" typ (host|srflx|prflx|relay)(?: |$)")
_EXTENSIONS = {
    "generation": re.compile(r"[0-9]{1,5}"),
    "ufrag": re.compile(r"[A-Za-z0-9+/]{4,256}"),
    "network-cost": re.compile(r"[0-9]{1,3}"),
}
"""Extensions that help to choose a path. `network-id` is none: it numbers the sender's network cards."""
_TCP_TYPES = ("active", "passive", "so")
DISCARD = "9"
_MDNS = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\.local")
"""Names as browsers make them. For other names in `.local` the partner's browser would ask their network."""
_METADATA = frozenset(
    map(ip_address, ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"))
)
"""Where clouds serve secrets, beside 169.254.169.254, which is link-local."""
_THIS_NETWORK = ip_network("0.0.0.0/8")
"""What is sent to these addresses Linux sends to its own machine."""


def parse_candidate(raw: str, policy: Policy, *, loopback: bool = False) -> str | None:
    """A candidate as the partner may see it, None if it is withheld; raises Malformed.

    raw: as in `RTCIceCandidate.candidate`, without "a="; loopback: whether both may be on one machine.
    """
    if len(raw) > MAX_CANDIDATE:
        raise Malformed
    found = _CANDIDATE.fullmatch(raw)
    if not found or int(found["priority"]) >= 2**32 or int(found["port"]) >= 2**16:
        raise Malformed
    kind, transport, port = found["kind"], found["transport"].lower(), found["port"]
    words = found["extensions"].split()
    extensions = dict(zip(words[::2], words[1::2], strict=True))
    tcp_type = extensions.get("tcptype")
    if len(words) != 2 * len(extensions) or (tcp_type in _TCP_TYPES) != (transport == "tcp"):
        raise Malformed
    if kind == "relay" and transport != "udp":  # no browser asks a TURN server for TCP (RFC 6062)
        raise Malformed
    address = _parse_address(found["address"])
    if address is None and (kind != "host" or not _MDNS.fullmatch(found["address"])):
        raise Malformed
    if policy is Policy.RELAY and kind != "relay":
        return None
    if tcp_type == "active":
        port = DISCARD  # nobody listens there, whatever the browser says
    elif int(port) < 1024 and not (port in ("80", "443") and address and address.is_global):
        return None  # no ICE agent listens at these ports, but other services do; browsers refuse them, too
    if address and _forbidden(address, loopback):
        return None
    parts = [
        f"candidate:{found['foundation']} {found['component']} {transport} {found['priority']}",
        f"{address or found['address']} {port} typ {kind}",
    ]
    if kind != "host":
        parts.append("raddr 0.0.0.0 rport 0")
    if tcp_type:
        parts.append(f"tcptype {tcp_type}")
    for name, pattern in _EXTENSIONS.items():
        if pattern.fullmatch(value := extensions.get(name, "")):
            parts.append(f"{name} {value}")
    return " ".join(parts)


def kind_of(raw: object) -> str:
    """The kind that an unread candidate claims to be: "host", "srflx", "prflx", "relay", or ""."""
    found = _KIND.search(raw[:MAX_CANDIDATE]) if isinstance(raw, str) else None
    return found[1] if found else ""


def _parse_address(raw: str) -> _Address | None:
    try:
        return ip_address(raw)
    except ValueError:
        return None  # the caller raises outside of this handler, as the error in here quotes the address


def _forbidden(address: _Address, loopback: bool) -> bool:
    """Whether no browser should be sent there. Private addresses are fine."""
    if address.is_loopback:
        return not loopback
    return (
        address.is_multicast
        or address.is_link_local
        or address.is_reserved  # also :: and IPv4 written as IPv6: ::ffff:0:0/96, 64:ff9b::/96
        or address in _THIS_NETWORK
        or address in _METADATA
    )
