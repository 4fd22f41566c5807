"""Signals as browsers send them, to be passed on or to be broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOM = "video-abcdefghijklmnopqrstuv"
FIXTURES = {
    path.stem: path.read_text() for path in sorted((Path(__file__).parent / "fixtures").glob("*.sdp"))
}
PRINT = ":".join(["5A"] * 32)

HOST = "candidate:1 1 udp 2122194687 192.168.7.13 41367 typ host generation 0 ufrag I8mi network-id 1"
SRFLX = "candidate:2 1 udp 1677729535 203.0.113.7 41367 typ srflx raddr 192.168.7.13 rport 41367 generation 0"
PRFLX = "candidate:3 1 udp 1677729535 203.0.113.7 41368 typ prflx raddr 192.168.7.13 rport 41367"
RELAY = "candidate:4 1 udp 92217087 198.51.100.3 61002 typ relay raddr 203.0.113.7 rport 41367 ufrag I8mi"
MDNS = "candidate:5 1 udp 2122194687 3f2b1c4d-9a8e-4f70-b1c2-d3e4f5a6b7c8.local 41367 typ host"
ACTIVE = "candidate:6 1 tcp 1518214911 192.168.7.13 9 typ host tcptype active generation 0"
V6 = "candidate:7 1 udp 2122265343 2001:db8::7 60818 typ host generation 0"

OFFER = f"""v=0
o=- 77546 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111 0
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a={HOST}
a={RELAY}
a=ice-ufrag:I8mi
a=ice-pwd:GINTL5hfUO97dGLUUbzHwyms
a=fingerprint:sha-256 {PRINT}
a=setup:actpass
a=mid:0
a=sendrecv
a=msid:- 4cdb9867-4d7e-4c46-ab95-fa23b4055e45
a=rtcp-mux
a=rtpmap:111 opus/48000/2
a=fmtp:111 minptime=10;useinbandfec=1
a=ssrc:4168404104 cname:NVWMeSyL9FMRLEJ0
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP4 0.0.0.0
b=AS:600
a=ice-ufrag:I8mi
a=ice-pwd:GINTL5hfUO97dGLUUbzHwyms
a=fingerprint:sha-256 {PRINT}
a=setup:actpass
a=mid:1
a=sendrecv
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
"""
ANSWER = OFFER.replace("actpass", "active")


def description(kind: str = "offer", ufrag: str = "I8mi", seq: int = 1) -> dict[str, Any]:
    sdp = (OFFER if kind == "offer" else ANSWER).replace("I8mi", ufrag)
    return signal("description", {"type": kind, "sdp": sdp}, seq)


def candidate(text: str = RELAY, seq: int = 1) -> dict[str, Any]:
    return signal("candidate", {"candidate": text, "sdpMid": "0", "sdpMLineIndex": 0}, seq)


def signal(kind: str, body: object = None, seq: int = 1) -> dict[str, Any]:
    return {"room": ROOM, "call": 1, "seq": seq, "kind": kind, "body": {} if body is None else body}


def type_of(fixture: str) -> str:
    return fixture.rsplit("-", 1)[-1].replace("restart", "offer")
