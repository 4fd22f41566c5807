"""Which servers a call gets: relayed by default, credentials that coturn takes, settings that work."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from dataclasses import dataclass, replace

import pytest
from pydantic import SecretStr

from whimsy.calls.candidate import Policy
from whimsy.calls.ice import check_ice, ice_for
from whimsy.settings import BadSettings
from whimsy.storage.keys import VIDEO, new_room

SECRET = "a secret of the TURN server"
HIDDEN = SecretStr(SECRET)
NOW = 1_800_000_000.75


@dataclass(frozen=True)
class Servers:
    stun_urls: tuple[str, ...] = ("stun:stun.example.org:3478",)
    turn_urls: tuple[str, ...] = (
        "turn:turn.example.org:3478?transport=udp",
        "turns:turn.example.org:443?transport=tcp",
    )
    turn_secret: SecretStr = HIDDEN
    turn_ttl: float = 3600


TURN = Servers()
NO_TURN = Servers(turn_urls=(), turn_secret=SecretStr(""))
ROOM = new_room(VIDEO)


def hmac_by_hand(name: str, key: bytes, message: bytes) -> bytes:
    """RFC 2104, written out."""
    key = key.ljust(64, b"\0")
    inner = hashlib.new(name, bytes(byte ^ 0x36 for byte in key) + message).digest()
    return hashlib.new(name, bytes(byte ^ 0x5C for byte in key) + inner).digest()


def turn_of(config) -> dict[str, object]:
    (server,) = [server for server in config.wire()["iceServers"] if "username" in server]
    return server


def test_with_turn_calls_are_relayed_and_nothing_else_is_asked():
    config = ice_for(TURN, ROOM, "a", NOW)
    assert config.policy is Policy.RELAY
    assert config.wire()["iceTransportPolicy"] == "relay"
    assert [server["urls"] for server in config.wire()["iceServers"]] == [list(TURN.turn_urls)]


def test_direct_is_a_choice():
    config = ice_for(TURN, ROOM, "a", NOW, direct=True)
    assert config.policy is Policy.ALL and config.wire()["iceTransportPolicy"] == "all"
    assert [server["urls"] for server in config.wire()["iceServers"]] == [
        list(TURN.stun_urls),
        list(TURN.turn_urls),
    ]


@pytest.mark.parametrize("direct", [True, False])
def test_without_turn_calls_are_direct(direct):
    config = ice_for(NO_TURN, ROOM, "a", NOW, direct=direct)
    assert config.wire() == {
        "iceServers": [{"urls": ["stun:stun.example.org:3478"]}],
        "iceTransportPolicy": "all",
        "expires": None,
    }


def test_without_any_server_there_is_the_local_network():
    assert ice_for(replace(NO_TURN, stun_urls=()), ROOM, "a", NOW).servers == ()


def test_a_credential_is_what_coturn_computes():
    server = turn_of(ice_for(TURN, ROOM, "a", NOW))
    expected = base64.b64encode(hmac_by_hand("sha1", SECRET.encode(), server["username"].encode()))
    assert server["credential"] == expected.decode()


def test_a_username_is_an_end_and_an_id_that_tells_nothing():
    username = turn_of(ice_for(TURN, ROOM, "a", NOW))["username"]
    end, user = username.split(":")
    assert int(end) == ice_for(TURN, ROOM, "a", NOW).expires == 1_800_003_600
    message = f"whimsy turn user\n{ROOM}\na".encode()
    whole = base64.urlsafe_b64encode(hmac_by_hand("sha256", SECRET.encode(), message)[:16])
    assert user == whole.decode().rstrip("=") and len(user) == 22
    assert ROOM not in username


def test_a_later_one_is_of_the_same_user_and_lasts_longer():
    one, later = (turn_of(ice_for(TURN, ROOM, "a", NOW + wait))["username"].split(":") for wait in (0, 3000))
    assert one[1] == later[1] and int(later[0]) - int(one[0]) == 3000


def test_each_seat_of_each_room_is_a_user_of_its_own():
    places = [(room, seat) for room in (ROOM, new_room(VIDEO)) for seat in "ab"]
    users = {turn_of(ice_for(TURN, room, seat, NOW))["username"] for room, seat in places}
    assert len(users) == 4


def test_the_time_is_set():
    assert ice_for(replace(TURN, turn_ttl=60), ROOM, "a", NOW).expires == 1_800_000_060


def test_nothing_secret_is_shown_and_all_is_json():
    config = ice_for(TURN, ROOM, "a", NOW)
    server = turn_of(config)
    assert server["credential"] not in repr(config) and server["username"] not in repr(config)
    assert SECRET not in json.dumps(config.wire())


def test_what_a_page_gets_is_its_own_copy():
    config = ice_for(TURN, ROOM, "a", NOW)
    config.wire()["iceServers"][0]["username"] = "mine"
    assert turn_of(config)["username"] != "mine"


GOOD = {
    "stun_urls": ["stun:a.example", "stuns:a.example:5349", "stun:192.0.2.1", "stun:[2001:db8::1]:3478"],
    "turn_urls": ["turn:a.example", "turns:[2001:db8::1]:443?transport=tcp", "turn:localhost:65535"],
}
BAD = {
    "stun_urls": [
        *("", "a.example", "http://a.example", "turn:a.example", "stun://a.example", "stun:", "stun:a b"),
        *("stun:a.example?transport=udp", "stun:a.example:0", "stun:a.example:65536", "stun:[2001:db8::1"),
        *("stun:[::1::2]", "stun:user@a.example", "stun:a..example", "STUN:a.example", "stun:a.example\n"),
    ],
    "turn_urls": [
        *("", "stun:a.example", "https://a.example", "turn:a.example?transport=sctp", "turn:a.example?x"),
        *("turn:a.example:99999", "turn://a.example", "turns:", "turn:[zz]:1", "javascript:turn:a"),
    ],
}


@pytest.mark.parametrize(("field", "url"), [(field, url) for field, urls in GOOD.items() for url in urls])
def test_a_good_url_passes(field, url):
    check_ice(replace(TURN, **{field: (url,)}))


@pytest.mark.parametrize(("field", "url"), [(field, url) for field, urls in BAD.items() for url in urls])
def test_a_bad_url_is_refused_and_its_setting_named(field, url):
    good = {"stun_urls": "stun:ok.example", "turn_urls": "turn:ok.example"}[field]
    with pytest.raises(BadSettings, match=f"WHIMSY_{field.upper()}"):
        check_ice(replace(TURN, **{field: (good, url)}))


def test_a_bad_url_is_not_repeated():
    with pytest.raises(BadSettings) as bad:
        check_ice(replace(TURN, turn_urls=("turn:me:password@a.example",)))
    assert "password" not in str(bad.value) and bad.value.__context__ is None


@pytest.mark.parametrize("secret", ["", "x" * 15])
def test_turn_needs_its_secret(secret):
    with pytest.raises(BadSettings, match="WHIMSY_TURN_SECRET") as bad:
        ice_for(replace(TURN, turn_secret=SecretStr(secret)), ROOM, "a", NOW)
    assert not secret or secret not in str(bad.value)
    assert ice_for(replace(TURN, turn_secret=SecretStr("x" * 16)), ROOM, "a", NOW)


@pytest.mark.parametrize("ttl", [0, -1, 59, 86_401, math.inf, math.nan])
def test_a_credential_lasts_a_minute_to_a_day(ttl):
    with pytest.raises(BadSettings, match="WHIMSY_TURN_TTL"):
        check_ice(replace(TURN, turn_ttl=ttl))
    check_ice(replace(TURN, turn_ttl=86_400))
