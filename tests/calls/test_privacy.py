"""Where somebody is: wherever an address is put, under RELAY it does not reach the partner."""

from __future__ import annotations

import ipaddress
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.samples import (
    ANSWER,
    FIXTURES,
    HOST,
    MDNS,
    OFFER,
    PRFLX,
    PRINT,
    RELAY,
    SRFLX,
    candidate,
    signal,
    type_of,
)
from whimsy.calls.candidate import Policy
from whimsy.calls.sdp import parse_sdp
from whimsy.calls.signals import parse_signal
from whimsy.errors import Malformed

RELAYS = {"198.51.100.3"}
HARMLESS = {"0.0.0.0"}
KNOWN_NAMES = {"www.webrtc.org", "www.ietf.org", "tools.ietf.org", "aomediacodec.github.io"}
"""Of header extensions; the same for everybody."""

FINGERPRINT = re.compile(r"(?<= )(?:[0-9A-F]{2}:){31,63}[0-9A-F]{2}(?=\s)")
ADDRESSES = [
    *("203.0.113.77", "10.77.0.1", "2001:db8:77::1", "fe80::77", "::ffff:203.0.113.77", "[2001:db8:77::1]"),
    *("home.victim.example", "77ab.local", "me@home.victim.example", "203.0.113.77:5000", "127.0.0.1"),
    "3f2b1c4d-9a8e-4f70-b1c2-d3e4f5a6b777.local",
]

OPTIONAL = [
    "msid",
    "ssrc",
    "fmtp",
    "extmap",
    "rtcp-fb",
    "msid-semantic",
    "ice-options",
    "x-home",
    "imageattr",
]
OPTIONAL += ["rtcp-xr", "ptime", "rtcp-mux", "label", "tls-id", "rid", "remote-candidates", "identity"]
BLANKED = [
    (r"(?m)^o=.*$", "o=@ 1 1 IN IP4 @"),
    (r"(?m)^s=.*$", "s=@"),
    (r"(?m)^c=.*$", "c=IN IP6 @"),
    (r"(?m)^a=rtcp:.*$", "a=rtcp:9 IN IP4 @"),
    (r"raddr \S+", "raddr @"),
    (r"(typ relay.*)", r"\1 network-ip @"),
    (r"(?m)^(m=audio.*)$", r"\1\na=candidate:1 1 udp 1 @ 5000 typ host"),
    (r"(?m)^(m=audio.*)$", r"\1\na=candidate:1 1 udp 1 @ 5000 typ srflx raddr @ rport 1 typ relay"),
]


def addresses_in(text: str) -> set[str]:
    """Everything that reads like an IPv4 or IPv6 address or a host name."""
    found = set(re.findall(r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9])", text))
    found |= {name for name in re.findall(r"[\w-]+(?:\.[\w-]+)+", text) if not re.fullmatch(r"[0-9.]+", name)}
    text = FINGERPRINT.sub("", text)
    for word in re.findall(r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*", text):
        # in the middle of other things as well: "cname:2001:db8::1"
        starts = [0, *(m.end() for m in re.finditer(":", word))]
        for start in starts:
            try:
                found.add(str(ipaddress.IPv6Address(word[start:].strip("."))))
            except ValueError:
                continue
    return found


def test_the_search_finds_what_it_should():
    hidden = "a=x:2001:db8::7 b 10.0.0.1 c=me@host.example 1.2.3.4:5 fe80::1 x.local"
    assert addresses_in(hidden) >= {
        *("2001:db8::7", "10.0.0.1", "host.example", "1.2.3.4", "fe80::1", "x.local"),
    }
    assert addresses_in(OFFER) >= {"192.168.7.13", "198.51.100.3", "203.0.113.7", "127.0.0.1"}
    assert not addresses_in(f"a=fingerprint:sha-256 {PRINT}\na=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid")


@pytest.mark.parametrize("name", FIXTURES)
def test_of_a_browsers_description_only_relays_remain(name):
    before = addresses_in(FIXTURES[name])
    after = addresses_in(parse_sdp(FIXTURES[name], type_of(name), Policy.RELAY).text)
    assert before - KNOWN_NAMES - RELAYS - HARMLESS
    assert after <= RELAYS | HARMLESS | KNOWN_NAMES


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, str]:
    """A good description with an address in place of a word, beside one, or on a line of its own."""
    kind = draw(st.sampled_from(["offer", "answer"]))
    named = {name: text for name, text in FIXTURES.items() if type_of(name) == kind}
    sdp = draw(st.sampled_from([OFFER if kind == "offer" else ANSWER, *named.values()]))
    for _ in range(draw(st.integers(1, 2))):
        address = draw(st.sampled_from(ADDRESSES))
        match draw(
            st.sampled_from(["replace", "append", "line", "attribute", "optional", "optional", "blanked"])
        ):
            case "replace" | "append" as how:
                places = list(re.finditer(r"[^\s:=;/,]+", sdp))
                place = draw(st.sampled_from(places))
                start = place.start() if how == "replace" else place.end()
                glue = "" if how == "replace" else draw(st.sampled_from(["", " ", ":", ";", "/", "-", "="]))
                sdp = sdp[:start] + glue + address + sdp[place.end() :]
            case "line":
                letter = draw(st.sampled_from("abcmoviuepkrtzs"))
                sdp = _insert(draw, sdp, f"{letter}={address}")
            case "optional":
                name = draw(st.sampled_from(OPTIONAL))
                start = draw(
                    st.sampled_from(["", "1 ", "0 ", "96 ", "109 ", "111 ", "- ", "7 cname:", " WMS "])
                )
                sdp = _insert(draw, sdp, f"a={name}:{start}{address}")
            case "blanked":
                old, new = draw(st.sampled_from(BLANKED))
                sdp = re.sub(old, new.replace("@", address), sdp)
            case _:
                line = draw(st.sampled_from([line for line in sdp.split("\n") if line.startswith("a=")]))
                name = line[2:].split(":")[0]
                more = draw(st.sampled_from(["", "1 ", "111 ", "x ", "cname:", "0 1 "]))
                sdp = _insert(draw, sdp, f"a={name}:{more}{address}")
    return kind, sdp


def _insert(draw: st.DrawFn, sdp: str, line: str) -> str:
    lines = sdp.split("\n")
    lines.insert(draw(st.integers(0, len(lines))), line)
    return "\n".join(lines)


@settings(max_examples=600, deadline=None)
@given(planted())
def test_an_address_planted_anywhere_does_not_survive_relay(said):
    kind, sdp = said
    try:
        kept = parse_sdp(sdp, kind, Policy.RELAY).text
    except Malformed:
        return
    # Only a relayed candidate may name one. Whoever calls their own address a relay tells it knowingly.
    rest = "\n".join(line for line in kept.split("\r\n") if not line.startswith("a=candidate:"))
    assert addresses_in(rest) <= HARMLESS | KNOWN_NAMES
    for line in set(kept.split("\r\n")) - set(rest.split("\n")):
        assert re.fullmatch(
            r"a=candidate:[\w+/]+ [12] udp \d+ \S+ \d+ typ relay raddr 0\.0\.0\.0 rport 0"
            r"( generation \d+)?( ufrag [\w+/]+)?( network-cost \d+)?",
            line,
        )


@settings(max_examples=400, deadline=None)
@given(planted())
def test_an_address_planted_anywhere_but_in_a_candidate_does_not_survive_all(said):
    kind, sdp = said
    try:
        kept = parse_sdp(sdp, kind, Policy.ALL).text
    except Malformed:
        return
    rest = "\n".join(line for line in kept.split("\r\n") if not line.startswith("a=candidate:"))
    assert addresses_in(rest) <= HARMLESS | KNOWN_NAMES
    for line in set(kept.split("\r\n")) - set(rest.split("\n")):
        words = line.split(" ")
        assert len(addresses_in(" ".join(words[:4] + words[5:])) - HARMLESS) == 0


@settings(deadline=None)
@given(
    st.sampled_from([HOST, SRFLX, PRFLX, RELAY, MDNS]),
    st.lists(st.tuples(st.integers(0, 18), st.sampled_from(ADDRESSES)), min_size=1, max_size=3),
    st.booleans(),
)
def test_an_address_planted_in_a_candidate_survives_only_as_its_relay(text, places, replaced):
    words = text.split(" ")
    for where, address in places:
        words[where : where + replaced] = [address]
    try:
        said = parse_signal(candidate(" ".join(words)), Policy.RELAY)
    except Malformed:
        return
    if wire := said.wire():
        relay = words[4]
        assert addresses_in(json.dumps(wire)) <= addresses_in(relay) | HARMLESS


@pytest.mark.parametrize("kind", ["ready", "media", "bye"])
def test_other_signals_have_no_room_for_an_address(kind):
    body = dict.fromkeys(("mic", "cam", "screen"), True) if kind == "media" else {}
    assert not addresses_in(json.dumps(parse_signal(signal(kind, body), Policy.RELAY).wire()))
    with pytest.raises(Malformed):
        parse_signal(signal(kind, {**body, "host": "203.0.113.77"}), Policy.RELAY)
