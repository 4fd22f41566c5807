"""The attributes of a description that are known, each by its form; `sdp` refuses or leaves out the others.

Source: RFC 8866 (SDP), RFC 8839 (ICE in SDP), RFC 8122 (fingerprints), RFC 8842 (setup), RFC 9143 (BUNDLE).
"""

import re

ATTRIBUTE = re.compile(r"([A-Za-z0-9-]{1,40})(?::(.*))?")

DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
SETUPS = {"offer": ("actpass", "active", "passive"), "answer": ("active", "passive")}
"""An offer in a running call may keep the role that it has (RFC 8842, 5.5)."""
REFUSED = ("crypto", "ice-lite", "key-mgmt")
"""Attributes of keys in the open (SDES), and of an end that is no browser."""

MID = re.compile(r"[A-Za-z0-9_-]{1,16}")
"""The form of a section's name."""
ONCE = {
    "mid": MID,
    "ice-ufrag": re.compile(r"[A-Za-z0-9+/]{4,256}"),
    "ice-pwd": re.compile(r"[A-Za-z0-9+/]{22,256}"),
    "setup": re.compile(r"actpass|active|passive"),
}
"""Attributes that a call needs: at most once in a section, refused if they are not of this form."""
HASHES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
FINGERPRINT = re.compile(r"([A-Za-z0-9-]{1,16}) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})*)")
GROUP = re.compile(r"BUNDLE((?: [A-Za-z0-9_-]{1,16})*)")
RTPMAP = re.compile(r"([0-9]{1,3}) [A-Za-z0-9_-]{1,32}/[0-9]{1,6}(?:/[1-8])?")

_ID = r"[A-Za-z0-9_{}+/=-]{1,64}"
_SSRC = r"[0-9]{1,10}"
_HEADER_EXTENSIONS = (
    *(
        f"urn:ietf:params:rtp-hdrext:{name}"
        for name in (
            *("ssrc-audio-level", "csrc-audio-level", "toffset", "framemarking"),
            *("sdes:mid", "sdes:rtp-stream-id", "sdes:repaired-rtp-stream-id"),
        )
    ),
    *(
        f"http://www.webrtc.org/experiments/rtp-hdrext/{name}"
        for name in (
            *("abs-send-time", "abs-capture-time", "playout-delay", "video-content-type", "video-timing"),
            *("color-space", "transport-wide-cc-02", "video-layers-allocation00", "video-frame-tracking-id"),
            *("inband-cn", "corruption-detection", "generic-frame-descriptor-00"),
        )
    ),
    "urn:3gpp:video-orientation",
    "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    "http://tools.ietf.org/html/draft-ietf-avtext-framemarking-07",
    "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
)
OPTIONAL = {
    name: re.compile(pattern)
    for name, pattern in {
        "extmap-allow-mixed": "",
        "msid-semantic": rf" ?WMS(?: \*| {_ID}){{0,4}}",
        "ice-options": r"[a-z0-9-]{1,32}(?: [a-z0-9-]{1,32}){0,4}",
        "end-of-candidates": "",
        "bundle-only": "",
        "rtcp-mux": "",
        "rtcp-mux-only": "",
        "rtcp-rsize": "",
        "rtcp-xr": r"rcvr-rtt=(?:all|sender)",
        "ptime": r"[0-9]{1,4}",
        "maxptime": r"[0-9]{1,4}",
        "msid": rf"{_ID}(?: {_ID})?",
        "ssrc": rf"{_SSRC} (?:cname:{_ID}|msid:{_ID}(?: {_ID})?)",
        "ssrc-group": rf"(?:FID|FEC-FR) {_SSRC} {_SSRC}",
        "extmap": r"[0-9]{1,3}(?:/(?:sendrecv|sendonly|recvonly|inactive))? (?:"
        + "|".join(map(re.escape, _HEADER_EXTENSIONS))
        + ")",
        "fmtp": r"[0-9]{1,3} [A-Za-z0-9=;,/+_ -]{1,500}",
        "rtcp-fb": r"(?:[0-9]{1,3}|\*) [a-z0-9-]{1,24}(?: [a-z0-9-]{1,24}){0,2}",
    }.items()
}
"""Attributes that are passed on if they are of this form, else left out."""
OF_SESSION = ("extmap-allow-mixed", "msid-semantic", "ice-options")
