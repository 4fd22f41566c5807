"""What a browser says about its media and where it can be reached (SDP), read strictly and rebuilt.

Nothing of a description is passed on as it came. Each line is understood and written anew, refused
(`Malformed`), or left out, as the partner can do without an attribute or extension that is not known here. No
value that is kept can spell an address or a host name: none may hold a dot, and a colon only if it is one of
a fixed list or a fingerprint. So the only addresses left are those of kept candidates.

Which candidates are kept is the policy's:

- RELAY: only those of our TURN server (`typ relay`), which is the relay mode of RFC 8828.
- ALL: also `host`, `srflx` and `prflx`, with private addresses, as two people in one LAN may call each other,
and mDNS names. For visitors who chose it, and where there is no TURN server.

In either case fields that repeat an address (`raddr`, `c=`, `o=`, `a=rtcp`) are blanked, and a candidate that
would aim the partner's browser at itself, at its link or at a cloud's metadata is withheld. A sender who
wants to tell their address cannot be kept from it here: they could as well type it.

Source: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 8839 (ICE in SDP), RFC 6544 (ICE over TCP), RFC 8122
(fingerprints), RFC 8842 (setup), RFC 9143 (BUNDLE), draft-ietf-mmusic-mdns-ice-candidates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, get_args

from whimsy.calls.attributes import (
    ATTRIBUTE,
    DIRECTIONS,
    FINGERPRINT,
    GROUP,
    HASHES,
    OF_SESSION,
    ONCE,
    OPTIONAL,
    REFUSED,
    RTPMAP,
    SETUPS,
)
from whimsy.calls.candidate import DISCARD, Policy, parse_candidate
from whimsy.errors import Malformed

MAX_SDP = 24_000
MAX_LINES = 600
MAX_LINE = 1_000
MAX_SDP_CANDIDATES = 120
"""A desktop Chrome of 2026 writes 10,000 bytes and 310 lines, with all candidates after an ICE restart."""
MAX_PAYLOADS = 64
MAX_FINGERPRINTS = 4

SdpType = Literal["offer", "answer"]
SDP_TYPES: tuple[SdpType, ...] = get_args(SdpType)


@dataclass(frozen=True, slots=True)
class Sdp:
    """A description fit to be passed on. A repr does not show it, as it may hold addresses.

    ufrags: of its ICE session; one that was not seen before means an ICE restart. kinds: "audio", "video" or
    both.
    """

    text: str = field(repr=False)
    ufrags: frozenset[str] = field(repr=False)
    kinds: frozenset[str] = frozenset()


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LINE = re.compile(r"([a-z])=(.+)")
_ORIGIN = re.compile(r"[!-~]{1,64} ([0-9]{1,20}) ([0-9]{1,20}) IN IP[46] [!-~]{1,255}")
_TIME = re.compile(r"[0-9]{1,20} [0-9]{1,20}")
_CONNECTION = re.compile(r"IN IP[46] [!-~]{1,255}")
_BANDWIDTH = re.compile(r"(AS|TIAS):[0-9]{1,10}")
_MEDIA = re.compile(
    r"(?P<kind>audio|video) (?P<port>[0-9]{1,5}) (?P<protocol>UDP/TLS/RTP/SAVPF|TCP/DTLS/RTP/SAVPF)"
    r"(?P<payloads>(?: [0-9]{1,3})+)"
)
_FIRST_DYNAMIC = 35


def parse_sdp(raw: str, kind: SdpType, policy: Policy, *, loopback: bool = False) -> Sdp:
    """A description as the partner may see it; raises Malformed."""
    blocks = _blocks(raw)
    session = _Session(blocks[0], kind)
    sections = [_Section(block, session, policy, loopback) for block in blocks[1:]]
    _check(session, sections)
    text = "".join(f"{line}\r\n" for block in (session, *sections) for line in block.lines)
    if len(text) > MAX_SDP:
        raise Malformed
    every = (block.once.get("ice-ufrag") for block in (session, *sections))
    kinds = frozenset(section.kind for section in sections)
    return Sdp(text, frozenset(ufrag for ufrag in every if ufrag), kinds)


def _blocks(raw: str) -> list[list[tuple[str, str]]]:
    """The lines of the session, and those of each media section, as letter and value."""
    if len(raw) > MAX_SDP or not raw.isascii():
        raise Malformed
    lines = raw.replace("\r\n", "\n").removesuffix("\n").split("\n")
    if len(lines) > MAX_LINES:
        raise Malformed
    blocks: list[list[tuple[str, str]]] = [[]]
    for line in lines:
        found = _LINE.fullmatch(line)
        if not found or len(line) > MAX_LINE or _CONTROL.search(line):
            raise Malformed
        if found[1] == "m":
            blocks.append([])
        blocks[-1].append((found[1], found[2]))
    return blocks


def _check(session: _Session, sections: list[_Section]) -> None:
    """Raise Malformed if the description as a whole makes no call."""
    kinds = [section.kind for section in sections]
    mids = [section.once["mid"] for section in sections if "mid" in section.once]
    live = [section for section in sections if section.live]
    if len(set(kinds)) < len(kinds) or len(set(mids)) < len(mids) or not live:
        raise Malformed
    if not set(session.bundle) <= set(mids) or len(set(session.bundle)) < len(session.bundle):
        raise Malformed
    if sum(section.candidates for section in sections) > MAX_SDP_CANDIDATES:
        raise Malformed
    # Sections that are bundled with the first share its transport, and need not repeat it.
    leaning = [section for section in live if section.once.get("mid") in session.bundle][1:]
    for section in live:
        if "mid" not in section.once or not section.complete(alone=section not in leaning):
            raise Malformed


class _Block:
    """What session and media sections share. lines: as passed on; once: attributes that may stand once."""

    def __init__(self, kind: SdpType) -> None:
        self.type: SdpType = kind
        self.lines: list[str] = []
        self.once: dict[str, str] = {}
        self.fingerprints = 0

    def attribute(self, raw: str) -> None:
        found = ATTRIBUTE.fullmatch(raw)
        if not found or found[1] in REFUSED:
            raise Malformed
        name, value = found[1], found[2]
        if name in DIRECTIONS:
            if value is not None:
                raise Malformed
            self.say_once("direction", name)
            self.lines.append(f"a={name}")
        elif name in ONCE:
            self.say_once(name, value or "")
            if not ONCE[name].fullmatch(value or ""):
                raise Malformed
            if name == "setup" and value not in SETUPS[self.type]:
                raise Malformed
            self.lines.append(f"a={name}:{value}")
        elif name == "fingerprint":
            self._fingerprint(value or "")
        else:
            self.other(name, value)

    def say_once(self, name: str, value: str) -> None:
        if name in self.once:
            raise Malformed
        self.once[name] = value

    def other(self, name: str, value: str | None) -> None:
        raise NotImplementedError

    def keep(self, name: str, value: str | None) -> None:
        """Pass an attribute on if it is of its form."""
        pattern = OPTIONAL.get(name)
        if pattern and (value is None) == (not pattern.pattern) and pattern.fullmatch(value or ""):
            self.lines.append(f"a={name}" if value is None else f"a={name}:{value}")

    def _fingerprint(self, value: str) -> None:
        found = FINGERPRINT.fullmatch(value)
        if not found:
            raise Malformed
        algorithm = found[1].lower()
        if algorithm not in HASHES:
            return  # weak or unknown, so another one is needed
        self.fingerprints += 1
        if self.fingerprints > MAX_FINGERPRINTS or found[2].count(":") + 1 != HASHES[algorithm]:
            raise Malformed
        self.lines.append(f"a=fingerprint:{algorithm} {found[2].upper()}")


class _Session(_Block):
    """The lines before the first media section."""

    def __init__(self, block: list[tuple[str, str]], kind: SdpType) -> None:
        super().__init__(kind)
        self.bundle: tuple[str, ...] = ()
        if [letter for letter, _ in block[:3]] != ["v", "o", "s"] or block[0][1] != "0":
            raise Malformed
        origin = _ORIGIN.fullmatch(block[1][1])
        if not origin:
            raise Malformed
        self.lines += ["v=0", f"o=- {origin[1]} {origin[2]} IN IP4 0.0.0.0", "s=-", "t=0 0"]
        for letter, value in block[3:]:
            if letter == "t" and _TIME.fullmatch(value):
                self.say_once("t", value)
            elif letter == "a":
                self.attribute(value)
            elif not (letter == "b" or (letter == "c" and _CONNECTION.fullmatch(value))):
                raise Malformed
        if "t" not in self.once or "mid" in self.once:
            raise Malformed

    def other(self, name: str, value: str | None) -> None:
        if name == "candidate":
            raise Malformed
        if name == "group" and (value or "").startswith("BUNDLE"):
            found = GROUP.fullmatch(value or "")
            if not found:
                raise Malformed
            self.say_once("group", found[1])
            self.bundle = tuple(found[1].split())
            self.lines.append(f"a=group:{value}")
        elif name in OF_SESSION:
            self.keep(name, value)


class _Section(_Block):
    def __init__(
        self, block: list[tuple[str, str]], session: _Session, policy: Policy, loopback: bool
    ) -> None:
        super().__init__(session.type)
        self._session, self._policy, self._loopback = session, policy, loopback
        self.candidates = 0
        self._mapped: set[str] = set()
        found = _MEDIA.fullmatch(block[0][1])
        if not found or int(found["port"]) >= 2**16:
            raise Malformed
        self.kind = found["kind"]
        self._payloads = found["payloads"].split()
        if not self._sane_payloads():
            raise Malformed
        self._rejected = int(found["port"]) == 0
        # As before gathering (RFC 8829, 5.2.1), since the candidates name the ports.
        port = "0" if self._rejected else DISCARD
        media = f"m={self.kind} {port} {found['protocol']} {' '.join(self._payloads)}"
        self.lines += [media, "c=IN IP4 0.0.0.0"]
        for letter, value in block[1:]:
            if letter == "a":
                self.attribute(value)
            elif letter == "c" and _CONNECTION.fullmatch(value):
                self.say_once("c", value)
            elif letter == "b":
                if _BANDWIDTH.fullmatch(value):
                    self.lines.append(f"b={value}")
            else:
                raise Malformed

    @property
    def live(self) -> bool:
        """Whether the section is not rejected, which port 0 means unless it is `bundle-only` (RFC 9143)."""
        return not self._rejected or "a=bundle-only" in self.lines

    def complete(self, alone: bool) -> bool:
        """Whether it has all that a call needs. alone: whether it has to bring its own transport."""
        if "direction" not in self.once | self._session.once:
            return False
        if any(int(payload) >= _FIRST_DYNAMIC for payload in set(self._payloads) - self._mapped):
            return False
        if not alone:
            return True
        said = self.once | self._session.once
        secure = self.fingerprints or self._session.fingerprints
        return bool(secure) and {"ice-ufrag", "ice-pwd", "setup"} <= said.keys()

    def other(self, name: str, value: str | None) -> None:
        if name == "candidate":
            self.candidates += 1
            kept = parse_candidate(f"candidate:{value}", self._policy, loopback=self._loopback)
            if kept:
                self.lines.append(f"a={kept}")
        elif name == "rtcp":
            self.say_once("rtcp", "")
            self.lines.append("a=rtcp:9 IN IP4 0.0.0.0")
        elif name == "rtpmap":
            found = RTPMAP.fullmatch(value or "")
            if not found or found[1] not in self._payloads or found[1] in self._mapped:
                raise Malformed
            self._mapped.add(found[1])
            self.lines.append(f"a=rtpmap:{value}")
        elif name not in ("fmtp", "rtcp-fb") or (value or "").split(" ")[0] in (*self._payloads, "*"):
            self.keep(name, value)

    def _sane_payloads(self) -> bool:
        return (
            len(self._payloads) <= MAX_PAYLOADS
            and len(set(self._payloads)) == len(self._payloads)
            and all(str(int(payload)) == payload and int(payload) < 128 for payload in self._payloads)
        )
