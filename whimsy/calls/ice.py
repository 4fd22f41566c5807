"""Which STUN and TURN servers help two browsers to find each other, and with which credential.

With a TURN server calls go through it, so that nobody learns a stranger's address, unless the visitor chose
otherwise. Without one, calls are direct.

Source: draft-uberti-behave-turn-rest-00 as coturn implements it (`use-auth-secret`), RFC 7064 and RFC 7065
(urls). coturn limits allocations by what follows the colon of a username: an id for each seat of each room.
"""

import base64
import hmac
import re
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv6Address
from typing import Any

from whimsy.calls.candidate import Policy
from whimsy.settings import BadSettings
from whimsy.settings.calls import CallSettings
from whimsy.storage.keys import RoomId

MIN_TTL = 60
MAX_TTL = 86_400
MIN_SECRET = 16

_HOST = r"(?:(?P<name>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)|\[(?P<v6>[0-9A-Fa-f:.]{2,45})\])"
_PORT = r"(?::(?P<port>[1-9][0-9]{0,4}))?"
_STUN = re.compile(rf"stuns?:{_HOST}{_PORT}")
_TURN = re.compile(rf"turns?:{_HOST}{_PORT}(?:\?transport=(?:udp|tcp))?")


@dataclass(frozen=True, slots=True)
class IceConfig:
    """What a page makes its `RTCPeerConnection` with.

    policy: also of the candidates that the server lets through. expires: the Unix second from which the
    credential opens nothing new, None without one; the page asks for a new one before each ICE restart.
    """

    servers: tuple[dict[str, Any], ...] = field(repr=False)
    policy: Policy
    expires: int | None = None

    def wire(self) -> dict[str, Any]:
        """An `RTCConfiguration`, with `expires` beside."""
        return {
            "iceServers": [dict(server) for server in self.servers],
            "iceTransportPolicy": str(self.policy),
            "expires": self.expires,
        }


def check_ice(settings: CallSettings) -> None:
    """Raise BadSettings if calls cannot be set up with these settings; values are not repeated."""
    if not all(_is_url(url, _STUN) for url in settings.stun_urls):
        raise BadSettings(
            "WHIMSY_STUN_URLS must be urls that start with stun: or stuns:, such as "
            "stun:stun.example.org:3478"
        )
    if not all(_is_url(url, _TURN) for url in settings.turn_urls):
        raise BadSettings(
            "WHIMSY_TURN_URLS must be urls that start with turn: or turns:, such as "
            "turn:turn.example.org:3478?transport=udp"
        )
    if settings.turn_urls and len(settings.turn_secret.get_secret_value()) < MIN_SECRET:
        raise BadSettings(
            f"WHIMSY_TURN_SECRET must be the static-auth-secret of the TURN server, {MIN_SECRET} characters"
            " or more"
        )
    if not MIN_TTL <= settings.turn_ttl <= MAX_TTL:
        raise BadSettings(f"WHIMSY_TURN_TTL must be from {MIN_TTL} to {MAX_TTL} seconds")


def ice_for(
    settings: CallSettings, room: RoomId, seat: str, now: float, *, direct: bool = False
) -> IceConfig:
    """The servers for one seat of one room, with a new credential; raises BadSettings.

    now: Unix time. direct: the visitor chose that their partner may learn their address.
    """
    check_ice(settings)
    stun: list[dict[str, Any]] = [{"urls": [*settings.stun_urls]}] if settings.stun_urls else []
    if not settings.turn_urls:
        return IceConfig(tuple(stun), Policy.ALL)
    secret = settings.turn_secret.get_secret_value().encode()
    expires = int(now + settings.turn_ttl)
    username = f"{expires}:{_user(secret, room, seat)}"
    credential = base64.b64encode(hmac.digest(secret, username.encode(), "sha1")).decode()
    turn = {"urls": [*settings.turn_urls], "username": username, "credential": credential}
    if direct:
        return IceConfig((*stun, turn), Policy.ALL, expires)
    return IceConfig((turn,), Policy.RELAY, expires)  # a relay needs no STUN


def _user(secret: bytes, room: RoomId, seat: str) -> str:
    """The user that the TURN server counts. Nobody can guess it from the room, or the room from it."""
    digest = hmac.digest(secret, f"whimsy turn user\n{room}\n{seat}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def _is_url(url: str, pattern: re.Pattern[str]) -> bool:
    found = pattern.fullmatch(url)
    if not found or int(found["port"] or 1) >= 2**16:
        return False
    if found["v6"]:
        try:
            IPv6Address(found["v6"])
        except AddressValueError:
            return False
    return ".." not in (found["name"] or "")
