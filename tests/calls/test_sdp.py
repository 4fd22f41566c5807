"""What a browser says about its media: what is accepted, how it is passed on, what is refused."""

from __future__ import annotations

import re

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription

from tests.calls.samples import ANSWER, FIXTURES, HOST, OFFER, PRINT, RELAY, type_of
from whimsy.calls.candidate import Policy
from whimsy.calls.sdp import (
    MAX_FINGERPRINTS,
    MAX_LINE,
    MAX_LINES,
    MAX_PAYLOADS,
    MAX_SDP,
    MAX_SDP_CANDIDATES,
    parse_sdp,
)
from whimsy.errors import Malformed


def told(sdp: str, kind: str = "offer", policy: Policy = Policy.ALL) -> list[str]:
    return parse_sdp(sdp, kind, policy).text.split("\r\n")


def with_line(line: str, after: str = "a=mid:0", sdp: str = OFFER) -> str:
    return sdp.replace(f"{after}\n", f"{after}\n{line}\n", 1)


# --- what browsers send


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_browsers_say_is_accepted_and_reads_the_same_again(name, policy, end):
    kind = type_of(name)
    sdp = parse_sdp(FIXTURES[name].replace("\n", end), kind, policy)
    assert parse_sdp(sdp.text, kind, policy) == sdp


@pytest.mark.parametrize("name", FIXTURES)
def test_codecs_and_keys_reach_the_partner_unchanged(name):
    essential = re.compile(r"a=(rtpmap|rtcp-fb|extmap|mid|group|setup|ice-ufrag|ice-pwd|fingerprint|msid):?")
    lines = [line for line in FIXTURES[name].splitlines() if essential.match(line)]
    after = [line for line in told(FIXTURES[name], type_of(name)) if essential.match(line)]
    assert len(lines) > 10 and after == lines


GATHERED = [
    f"a=candidate:{card}{n} 1 {way}"
    for card in range(1, 9)
    for n, way in enumerate(
        (
            f"udp 2122262783 2001:db8:{card}::7 5{card}001 typ host generation 0 network-cost 50",
            f"udp 2122194687 192.168.{card}.13 5{card}002 typ host generation 0 network-cost 50",
            f"tcp 1518283007 2001:db8:{card}::7 9 typ host tcptype active generation 0 network-id {card}",
            f"tcp 1518214911 192.168.{card}.13 9 typ host tcptype active generation 0 network-id {card}",
            f"udp 1685987071 203.0.113.7 5{card}003 typ srflx raddr 192.168.{card}.13 rport 5{card}002",
            f"udp 41886463 198.51.100.3 5{card}004 typ relay raddr 203.0.113.7 rport 5{card}003 generation 0",
        )
    )
]
"""What eight network cards, each with two addresses, have found when an ICE restart is offered."""


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("name", [name for name in FIXTURES if name.endswith(("-offer", "-restart"))])
def test_all_that_a_desktop_finds_may_stand_in_its_offer(name, policy):
    """Fails with 12,000 bytes, 400 lines or 60 candidates: a restart carries what was gathered."""
    bare = re.sub(r"a=candidate.*\n", "", FIXTURES[name])
    full = re.sub(r"(c=IN IP4 .*\n)", lambda found: found[1] + "\n".join(GATHERED) + "\n", bare)
    kept = [
        line for line in told(full.replace("\n", "\r\n"), policy=policy) if line.startswith("a=candidate")
    ]
    assert len(kept) == full.count(" typ relay" if policy is Policy.RELAY else "a=candidate") > 0


def test_of_chromium_only_addresses_change():
    changed = set(FIXTURES["chromium-156-offer"].splitlines()) - set(told(FIXTURES["chromium-156-offer"]))
    assert {line.split(":")[0].split(" ")[0] for line in changed} == {
        "o=-",
        "c=IN",
        "m=audio",
        "m=video",
        "a=candidate",
    }


async def test_two_ends_of_aiortc_meet_by_what_is_passed_on():
    one, other = RTCPeerConnection(), RTCPeerConnection()
    try:
        one.addTransceiver("audio")
        one.addTransceiver("video")
        await one.setLocalDescription(await one.createOffer())
        offer = parse_sdp(one.localDescription.sdp, "offer", Policy.ALL)
        await other.setRemoteDescription(RTCSessionDescription(offer.text, "offer"))
        await other.setLocalDescription(await other.createAnswer())
        answer = parse_sdp(other.localDescription.sdp, "answer", Policy.ALL)
        await one.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        assert [media.kind for media in one.getTransceivers()] == ["audio", "video"]
        assert one.signalingState == other.signalingState == "stable"
    finally:
        await one.close()
        await other.close()


def test_the_ice_session_is_known_by_its_name():
    assert parse_sdp(OFFER, "offer", Policy.ALL).ufrags == {"I8mi"}


def test_an_answer_may_refuse_a_section():
    refused = ANSWER.replace("m=video 9", "m=video 0").replace("BUNDLE 0 1", "BUNDLE 0")
    assert "m=video 0 UDP/TLS/RTP/SAVPF 96 97" in told(refused, "answer")


def test_a_bundled_section_leans_on_the_first():
    head, video = OFFER.split("m=video")
    leaning = re.sub(r"a=(ice-ufrag|ice-pwd|fingerprint|setup):.*\n", "", video)
    assert told(f"{head}m=video{leaning}")
    with pytest.raises(Malformed):
        told(f"{head}m=video{leaning}".replace("BUNDLE 0 1", "BUNDLE 0"))


# --- what is passed on


@pytest.mark.parametrize("policy", Policy)
def test_addresses_that_say_nothing_needed_are_blanked(policy):
    loud = OFFER.replace("IN IP4 127.0.0.1", "IN IP6 2001:db8::99").replace("s=-", "s=203.0.113.9")
    loud = loud.replace("m=audio 9", "m=audio 41367").replace("c=IN IP4 0.0.0.0", "c=IN IP6 2001:db8::99")
    loud = loud.replace("a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp:41368 IN IP4 203.0.113.9")
    assert told(loud, policy=policy) == told(OFFER, policy=policy)
    assert "o=- 77546 2 IN IP4 0.0.0.0" in told(loud) and "s=-" in told(loud)


def test_relay_keeps_relayed_candidates_only():
    kept = [line for line in told(OFFER, policy=Policy.RELAY) if line.startswith("a=candidate")]
    assert kept == [
        "a=candidate:4 1 udp 92217087 198.51.100.3 61002 typ relay raddr 0.0.0.0 rport 0 ufrag I8mi"
    ]


LEFT_OUT = {
    "unknown attribute": "a=x-google-flag:conference",
    "remote candidates": "a=remote-candidates:1 203.0.113.9 5000",
    "old keys of a stream": "a=ssrc:1 label:203.0.113.9",
    "a name as in 1996": "a=ssrc:1 cname:me@host.example",
    "header extension of somebody else": "a=extmap:3 http://victim.example/track",
    "codec setting with an address": "a=fmtp:111 home=203.0.113.9",
    "codec setting of no codec": "a=fmtp:55 apt=111",
    "feedback of no codec": "a=rtcp-fb:55 nack",
    "stream named by an address": "a=msid:2001:db8::9 x",
    "flag with a value": "a=rtcp-mux:203.0.113.9",
    "flag with an empty value": "a=rtcp-mux:",
    "value missing": "a=ptime",
    "simulcast": "a=simulcast:send 1;2",
    "bandwidth of its own kind": "b=X-HOST:1",
    "weak fingerprint": f"a=fingerprint:sha-1 {':'.join(['5A'] * 20)}",
}


@pytest.mark.parametrize("line", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_not_needed_and_not_understood_is_left_out(line):
    assert told(with_line(line)) == told(OFFER)


# --- what is refused

_VIDEO = OFFER[OFFER.index("m=video") :]
_AUDIO = OFFER[OFFER.index("m=audio") : OFFER.index("m=video")]
_SESSION = OFFER[: OFFER.index("m=audio")]

BROKEN = {
    "empty": "",
    "a word": "offer",
    "JSON": '{"v": 0}',
    "blank line": OFFER.replace("s=-\n", "s=-\n\n"),
    "blank lines at the end": OFFER + "\n",
    "leading blank line": "\n" + OFFER,
    "lone carriage return": OFFER.replace("s=-\n", "s=-\r"),
    "carriage return within": OFFER.replace("a=mid:0", "a=mid:0\ra=x"),
    "NUL": OFFER.replace("s=-", "s=\0"),
    "escape": OFFER.replace("s=-", "s=\x1b[2J"),
    "tab": OFFER.replace("a=mid:0", "a=mid:0\t"),
    "delete": OFFER.replace("s=-", "s=\x7f"),
    "unicode": OFFER.replace("s=-", "s=é"),
    "line separator": OFFER.replace("s=-\n", "s=-\u2028"),
    "lone surrogate": OFFER.replace("s=-", "s=\ud800"),
    "line without a letter": with_line("=x"),
    "line without a value": with_line("a="),
    "line of words": with_line("GET / HTTP/1.1"),
    "indented line": with_line(" a=x"),
    "capital letter": with_line("A=x"),
    "email": with_line("e=me@host.example", after="s=-"),
    "uri": with_line("u=http://victim.example", after="s=-"),
    "key": with_line("k=clear:secret"),
    "information": with_line("i=203.0.113.9"),
    "phone": with_line("p=+49 1", after="s=-"),
    "second version": with_line("v=0", after="s=-"),
    "version 1": OFFER.replace("v=0", "v=1"),
    "no version": OFFER.removeprefix("v=0\n"),
    "no origin": OFFER.replace("o=- 77546 2 IN IP4 127.0.0.1\n", ""),
    "origin too short": OFFER.replace("o=- 77546 2 IN IP4 127.0.0.1", "o=- 1 IN IP4 127.0.0.1"),
    "origin not of the internet": OFFER.replace("IN IP4 127.0.0.1", "ATM NSAP 47"),
    "origin of letters": OFFER.replace("77546", "seven"),
    "no session name": OFFER.replace("s=-\n", ""),
    "session lines in another order": OFFER.replace("s=-\nt=0 0", "t=0 0\ns=-"),
    "no time": OFFER.replace("t=0 0\n", ""),
    "two times": OFFER.replace("t=0 0", "t=0 0\nt=0 0"),
    "time of words": OFFER.replace("t=0 0", "t=now"),
    "no media": _SESSION.replace("BUNDLE 0 1", "BUNDLE"),
    "two of audio": _SESSION + _AUDIO + _AUDIO.replace("mid:0", "mid:1"),
    "two of video": _SESSION + _VIDEO + _VIDEO.replace("mid:1", "mid:0"),
    "data channel": OFFER + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\nc=IN IP4 0.0.0.0\na=mid:2\n",
    "refused data channel": OFFER + "m=application 0 UDP/DTLS/SCTP webrtc-datachannel\n",
    "text": OFFER.replace("m=video", "m=text"),
    "image by fax": OFFER.replace("m=video 9 UDP/TLS/RTP/SAVPF 96 97", "m=image 9 udptl t38"),
    "all refused": OFFER.replace("m=audio 9", "m=audio 0").replace("m=video 9", "m=video 0"),
    "bundled only, and not whole": with_line("a=bundle-only", "a=mid:1")
    .replace("m=video 9", "m=video 0")
    .replace("a=rtpmap:96 VP8/90000\n", ""),
    "unencrypted": OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
    "encrypted by shared keys": OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/SAVPF"),
    "keys in the open": with_line("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc"),
    "no browser": with_line("a=ice-lite", after="t=0 0"),
    "port range": OFFER.replace("m=audio 9 ", "m=audio 9/2 "),
    "port too high": OFFER.replace("m=audio 9 ", "m=audio 65536 "),
    "port negative": OFFER.replace("m=audio 9 ", "m=audio -1 "),
    "no payload": OFFER.replace(" 96 97\n", "\n", 1),
    "payload twice": OFFER.replace(" 96 97\n", " 96 97 96\n", 1),
    "payload 128": OFFER.replace(" 111 0\n", " 128 0\n").replace("rtpmap:111", "rtpmap:128"),
    "payload with a zero in front": OFFER.replace(" 111 0\n", " 111 00\n", 1),
    "payload of words": OFFER.replace(" 111 0\n", " opus\n", 1),
    "codec unnamed": OFFER.replace("a=rtpmap:96 VP8/90000\n", ""),
    "codec not offered": with_line("a=rtpmap:55 opus/48000"),
    "codec named twice": with_line("a=rtpmap:111 opus/48000/2", after="a=rtpmap:111 opus/48000/2"),
    "codec named oddly": OFFER.replace("VP8/90000", "../VP8/90000"),
    "codec rate of words": OFFER.replace("VP8/90000", "VP8/fast"),
    "codec with nine channels": OFFER.replace("opus/48000/2", "opus/48000/9"),
    "no direction": OFFER.replace("a=sendrecv\n", ""),
    "direction misspelt": OFFER.replace("a=sendrecv", "a=sendreceive"),
    "direction with a value": OFFER.replace("a=sendrecv", "a=sendrecv:now"),
    "two directions": with_line("a=recvonly"),
    "no mid": OFFER.replace("a=mid:1\n", "").replace("BUNDLE 0 1", "BUNDLE 0"),
    "mid twice in a section": with_line("a=mid:2"),
    "same mid twice": OFFER.replace("a=mid:1", "a=mid:0").replace("BUNDLE 0 1", "BUNDLE 0"),
    "mid is an address": OFFER.replace("mid:1", "mid:203.0.113.9"),
    "mid too long": OFFER.replace("mid:1", "mid:" + "1" * 17),
    "mid of the session": with_line("a=mid:x", after="t=0 0"),
    "bundle of nothing known": OFFER.replace("BUNDLE 0 1", "BUNDLE 0 7"),
    "bundle twice the same": OFFER.replace("BUNDLE 0 1", "BUNDLE 0 0"),
    "two bundles": OFFER.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0\na=group:BUNDLE 1"),
    "bundle of addresses": OFFER.replace("BUNDLE 0 1", "BUNDLE 203.0.113.9"),
    "no ufrag": OFFER.replace("a=ice-ufrag:I8mi\n", ""),
    "ufrag of three": OFFER.replace("ice-ufrag:I8mi", "ice-ufrag:I8m"),
    "ufrag is an address": OFFER.replace("ice-ufrag:I8mi", "ice-ufrag:203.0.113.9"),
    "ufrag twice": with_line("a=ice-ufrag:abcd"),
    "ufrag without value": OFFER.replace("ice-ufrag:I8mi", "ice-ufrag"),
    "no password": OFFER.replace("a=ice-pwd:GINTL5hfUO97dGLUUbzHwyms\n", ""),
    "password of 21": OFFER.replace("GINTL5hfUO97dGLUUbzHwyms", "GINTL5hfUO97dGLUUbzHw"),
    "password of 257": OFFER.replace("GINTL5hfUO97dGLUUbzHwyms", "G" * 257),
    "no fingerprint": OFFER.replace(f"a=fingerprint:sha-256 {PRINT}\n", ""),
    "only a weak fingerprint": OFFER.replace(f"sha-256 {PRINT}", f"sha-1 {':'.join(['5A'] * 20)}"),
    "fingerprint too short": OFFER.replace(PRINT, PRINT[:-3]),
    "fingerprint too long": OFFER.replace(PRINT, PRINT + ":5A"),
    "fingerprint of another hash's length": OFFER.replace("sha-256", "sha-512"),
    "fingerprint not hex": OFFER.replace(PRINT, PRINT.replace("5A", "5G")),
    "fingerprint without value": OFFER.replace(f"fingerprint:sha-256 {PRINT}", "fingerprint"),
    "no setup": OFFER.replace("a=setup:actpass\n", ""),
    "setup of an answer": OFFER.replace("actpass", "holdconn"),
    "setup twice": with_line("a=setup:active"),
    "two connections": with_line("c=IN IP4 0.0.0.0"),
    "connection not of the internet": OFFER.replace("c=IN IP4 0.0.0.0", "c=ATM NSAP 47"),
    "rtcp twice": with_line("a=rtcp:9"),
    "broken candidate": with_line("a=candidate:1 1 udp 1 victim.example 5000 typ host"),
    "candidate without value": with_line("a=candidate"),
    "candidate of the session": with_line(f"a={RELAY}", after="t=0 0"),
    "attribute of odd letters": with_line("a=rtcp_mux"),
    "attribute with a space": with_line("a= mid:4"),
    "endless attribute": with_line(f"a={'x' * 41}"),
}


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("sdp", BROKEN.values(), ids=BROKEN)
def test_a_broken_or_hostile_description_is_malformed(sdp, policy):
    assert sdp != OFFER
    with pytest.raises(Malformed):
        parse_sdp(sdp, "offer", policy)


def test_what_they_were_broken_from_is_whole():
    assert told(OFFER) and told(ANSWER, "answer") and told(_SESSION.replace(" 1\n", "\n") + _AUDIO)


def test_an_answer_decides_who_begins():
    with pytest.raises(Malformed):
        told(OFFER, "answer")
    assert told(OFFER.replace("actpass", "passive"), "answer")


# --- limits: at, and one over


def padded(size: int) -> str:
    lines = ["a=ptime:20\n"] * 300
    sdp = OFFER + "".join(lines)
    rest = size - len(sdp.replace("\n", "\r\n"))
    while rest > 900:
        sdp += f"a={'fmtp:96 ' + 'x' * 500}\n"
        rest = size - len(sdp.replace("\n", "\r\n"))
    # What is left out counts as well.
    return (sdp + f"a=x:{'x' * (rest - 6)}\n").replace("\n", "\r\n")


def test_24_kilobytes_pass_and_one_byte_more_does_not():
    assert len(padded(MAX_SDP)) == MAX_SDP == 24_000
    assert told(padded(MAX_SDP))
    with pytest.raises(Malformed):
        told(padded(MAX_SDP + 1))


def test_what_grows_over_the_limit_by_being_rebuilt_is_refused_as_well():
    small = OFFER.replace(f"a={HOST}\n", "")
    lines = 0
    short = "a=candidate:1 1 udp 1 10.0.0.1 5000 typ srflx\n"  # to which ` raddr 0.0.0.0 rport 0` is added
    while len(small) + len(short) * (lines + 1) <= MAX_SDP and lines < MAX_SDP_CANDIDATES - 1:
        lines += 1
    filler = (MAX_SDP - len(small) - len(short) * lines) // 511
    sdp = small + short * lines + f"a=fmtp:96 {'x' * 500}\n" * filler
    assert len(sdp) <= MAX_SDP
    with pytest.raises(Malformed):
        told(sdp)


def test_600_lines_pass_and_one_more_does_not():
    missing = MAX_LINES - OFFER.count("\n")
    assert told(OFFER + "a=ptime:20\n" * missing)
    with pytest.raises(Malformed):
        told(OFFER + "a=ptime:20\n" * (missing + 1))


def test_a_line_of_1000_passes_and_one_longer_does_not():
    assert told(with_line(f"a=x:{'x' * (MAX_LINE - 4)}"))
    with pytest.raises(Malformed):
        told(with_line(f"a=x:{'x' * (MAX_LINE - 3)}"))


def test_120_candidates_pass_and_one_more_does_not():
    few = OFFER.replace(f"a={HOST}\n", "").replace(f"a={RELAY}\n", "")
    many = f"a={HOST}\n" * MAX_SDP_CANDIDATES
    assert told(few + many)
    for policy in Policy:
        with pytest.raises(Malformed):
            told(few + many + f"a={HOST}\n", policy=policy)


def test_64_payloads_pass_and_one_more_does_not():
    def offer(count: int) -> str:
        numbers = [*range(35, 35 + 29), *range(90, 90 + count - 29)]
        named = "".join(f"a=rtpmap:{n} VP8/90000\n" for n in numbers)
        video = _VIDEO.replace(" 96 97\n", f" {' '.join(map(str, numbers))}\n")
        return _SESSION + _AUDIO + re.sub(r"a=rtpmap:.*\n", "", video) + named

    assert told(offer(MAX_PAYLOADS))
    with pytest.raises(Malformed):
        told(offer(MAX_PAYLOADS + 1))


def test_four_fingerprints_pass_and_one_more_does_not():
    line = f"a=fingerprint:sha-256 {PRINT}\n"
    assert told(OFFER.replace(line, line * MAX_FINGERPRINTS))
    with pytest.raises(Malformed):
        told(OFFER.replace(line, line * (MAX_FINGERPRINTS + 1)))
