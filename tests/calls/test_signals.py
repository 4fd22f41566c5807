"""What two browsers tell each other: read strictly, rebuilt, and the same when read again."""

from __future__ import annotations

import json
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.samples import (
    ANSWER,
    HOST,
    MDNS,
    OFFER,
    RELAY,
    ROOM,
    SRFLX,
    candidate,
    description,
    signal,
)
from whimsy.calls.candidate import Policy, parse_candidate
from whimsy.calls.sdp import parse_sdp
from whimsy.calls.signals import MAX_CALL, MAX_SEQ, Signal, parse_signal
from whimsy.errors import Malformed, Refused

MEDIA = {"mic": True, "cam": False, "screen": False}
EVERY = {
    "ready": signal("ready"),
    "offer": description("offer"),
    "answer": description("answer"),
    "candidate": candidate(RELAY),
    "end of candidates": candidate(""),
    "end of all candidates": signal("candidate", {"candidate": "", "sdpMid": None, "sdpMLineIndex": None}),
    "candidate by mid": signal("candidate", {"candidate": RELAY, "sdpMid": "video", "sdpMLineIndex": None}),
    "candidate by line": signal("candidate", {"candidate": RELAY, "sdpMid": None, "sdpMLineIndex": 1}),
    "media": signal("media", MEDIA),
    "bye": signal("bye"),
}


def tampered(name: str, /, **fields: object) -> dict[str, object]:
    return {**EVERY[name], **fields}


def with_body(name: str, /, **fields: object) -> dict[str, object]:
    return {**EVERY[name], "body": {**EVERY[name]["body"], **fields}}


@pytest.mark.parametrize("raw", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("policy", Policy)
def test_the_partner_gets_what_was_said_and_it_reads_the_same(raw, policy):
    said = parse_signal(raw, policy)
    wire = said.wire()
    assert {name: wire[name] for name in ("room", "call", "seq", "kind")} == {
        "room": ROOM,
        "call": 1,
        "seq": 1,
        "kind": raw["kind"],
    }
    assert wire["body"].keys() == raw["body"].keys()
    assert parse_signal(json.loads(json.dumps(wire)), policy) == said and said.wire()


def test_a_description_is_passed_on_rebuilt():
    body = parse_signal(description(), Policy.RELAY).wire()["body"]
    assert body == {"type": "offer", "sdp": parse_sdp(OFFER, "offer", Policy.RELAY).text}
    assert body["sdp"] != OFFER


def test_a_candidate_is_passed_on_rebuilt():
    assert parse_signal(candidate(RELAY), Policy.ALL).wire()["body"] == {
        "candidate": parse_candidate(RELAY, Policy.ALL),
        "sdpMid": "0",
        "sdpMLineIndex": 0,
    }


def test_media_is_what_it_says():
    assert parse_signal(signal("media", MEDIA), Policy.RELAY).wire()["body"] == MEDIA


@pytest.mark.parametrize("level", ["voice", "blurred"])
def test_media_tell_how_much_is_to_be_shown(level):
    told = {**MEDIA, "reveal": level}
    assert parse_signal(signal("media", told), Policy.RELAY).wire()["body"] == told


def test_media_that_show_all_are_told_as_before_there_were_steps():
    """Fails when the clear level is passed on: a process of the release before would refuse it."""
    told = signal("media", {**MEDIA, "reveal": "clear"})
    assert parse_signal(told, Policy.RELAY).wire()["body"] == MEDIA


@pytest.mark.parametrize("text", [HOST, SRFLX, MDNS])
def test_under_relay_other_candidates_are_dropped_and_reach_nobody(text):
    dropped = parse_signal(candidate(text), Policy.RELAY)
    assert dropped.wire() is None and dropped.seq == 1
    assert parse_signal(candidate(text), Policy.ALL).wire()


def test_loopback_is_for_one_machine():
    here = candidate(RELAY.replace("198.51.100.3", "127.0.0.1"))
    assert parse_signal(here, Policy.RELAY).wire() is None
    assert parse_signal(here, Policy.RELAY, loopback=True).wire()
    offer = signal("description", {"type": "offer", "sdp": OFFER.replace("198.51.100.3", "127.0.0.1")})
    assert "127.0.0.1" not in parse_signal(offer, Policy.RELAY).wire()["body"]["sdp"]
    assert "127.0.0.1" in parse_signal(offer, Policy.RELAY, loopback=True).wire()["body"]["sdp"]


BROKEN = {
    "nothing": None,
    "text": json.dumps(EVERY["ready"]),
    "bytes": b"{}",
    "list": [EVERY["ready"]],
    "empty": {},
    "no kind": {key: value for key, value in EVERY["ready"].items() if key != "kind"},
    "no body": {key: value for key, value in EVERY["ready"].items() if key != "body"},
    "a sender of its own": tampered("ready", sender="b"),
    "a field of number": {**EVERY["ready"], 1: 1},
    "unknown kind": tampered("ready", kind="offer"),
    "kind in capitals": tampered("ready", kind="READY"),
    "kind of a list": tampered("ready", kind=["ready"]),
    "kind of nothing": tampered("ready", kind=None),
    "room of another sort": tampered("ready", room="lobby"),
    "room with more": tampered("ready", room=ROOM + "x"),
    "room of nothing": tampered("ready", room=None),
    "call 0": tampered("ready", call=0),
    "call -1": tampered("ready", call=-1),
    "call over the most": tampered("ready", call=MAX_CALL + 1),
    "call true": tampered("ready", call=True),
    "call 1.0": tampered("ready", call=1.0),
    "call as text": tampered("ready", call="1"),
    "call of nothing": tampered("ready", call=None),
    "seq 0": tampered("ready", seq=0),
    "seq over the most": tampered("ready", seq=MAX_SEQ + 1),
    "seq true": tampered("ready", seq=True),
    "seq not a number": tampered("ready", seq=float("nan")),
    "seq endless": tampered("ready", seq=10**400),
    "ready with something": tampered("ready", body={"sdp": OFFER}),
    "ready with a list": tampered("ready", body=[]),
    "ready with nothing": tampered("ready", body=None),
    "bye with a reason": tampered("bye", body={"reason": "203.0.113.9"}),
    "provisional answer": with_body("answer", type="pranswer"),
    "rollback": with_body("offer", type="rollback"),
    "type of a list": with_body("offer", type=["offer"]),
    "offer said to be an answer": with_body("offer", type="answer"),
    "sdp of nothing": with_body("offer", sdp=None),
    "sdp of bytes": with_body("offer", sdp=OFFER.encode()),
    "sdp of lines": with_body("offer", sdp=OFFER.splitlines()),
    "sdp empty": with_body("offer", sdp=""),
    "description with more": with_body("offer", ufrag="I8mi"),
    "description without type": signal("description", {"sdp": OFFER}),
    "candidate of nothing": with_body("candidate", candidate=None),
    "candidate of a number": with_body("candidate", candidate=1),
    "candidate of blanks": with_body("candidate", candidate=" "),
    "candidate nowhere": with_body("candidate", sdpMid=None, sdpMLineIndex=None),
    "candidate with more": with_body("candidate", usernameFragment="I8mi"),
    "candidate without a line": signal("candidate", {"candidate": RELAY, "sdpMid": "0"}),
    "mid is an address": with_body("candidate", sdpMid="203.0.113.9"),
    "mid empty": with_body("candidate", sdpMid=""),
    "mid too long": with_body("candidate", sdpMid="1" * 17),
    "mid of another script": with_body("candidate", sdpMid="é"),
    "mid of a number": with_body("candidate", sdpMid=0),
    "line -1": with_body("candidate", sdpMLineIndex=-1),
    "line 2": with_body("candidate", sdpMLineIndex=2),
    "line true": with_body("candidate", sdpMLineIndex=True),
    "line as text": with_body("candidate", sdpMLineIndex="0"),
    "mic of 1": with_body("media", mic=1),
    "cam of nothing": with_body("media", cam=None),
    "screen as text": with_body("media", screen="yes"),
    "reveal of nothing": with_body("media", reveal=None),
    "reveal of a list": with_body("media", reveal=["clear"]),
    "reveal of another level": with_body("media", reveal="naked"),
    "reveal and more": with_body("media", reveal="clear", name="me"),
    "media with more": with_body("media", name="me"),
    "media with less": signal("media", {"mic": True, "cam": True}),
}


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_what_is_no_signal_is_malformed(raw, policy):
    with pytest.raises(Malformed):
        parse_signal(raw, policy)


def test_the_highest_numbers_pass():
    assert parse_signal(tampered("ready", call=MAX_CALL, seq=MAX_SEQ), Policy.ALL)


# --- what is told of a refusal

SECRETS = ("203.0.113.9", "2001:db8::9", "victim.example", "I8mi", "GINTL5")
LEAKY = [
    candidate(HOST.replace("192.168.7.13", "203.0.113.9.5")),
    candidate(HOST.replace("192.168.7.13", "2001:db8::9::")),
    candidate(HOST.replace("192.168.7.13", "victim.example")),
    candidate(HOST.replace("41367", "99999").replace("192.168.7.13", "203.0.113.9")),
    signal("description", {"type": "offer", "sdp": OFFER.replace("192.168.7.13", "203.0.113.9.5")}),
    signal("description", {"type": "answer", "sdp": ANSWER.replace("s=-", "e=me@victim.example")}),
    signal("description", {"type": "offer", "sdp": OFFER.replace(" 111 0\n", " 111 203.0.113.9\n")}),
    signal("description", {"type": "offer", "sdp": OFFER.replace("mid:0", "mid:2001:db8::9")}),
    with_body("candidate", sdpMid="203.0.113.9"),
]


@pytest.mark.parametrize("raw", LEAKY)
@pytest.mark.parametrize("policy", Policy)
def test_no_refusal_says_where_anybody_is(raw, policy):
    with pytest.raises(Malformed) as refused:
        parse_signal(raw, policy)
    error = refused.value
    told = repr(error) + str(error) + error.sentence + repr(vars(error))
    told += "".join(traceback.format_exception(error))
    assert not any(secret in told for secret in SECRETS)
    assert error.__cause__ is None and error.__context__ is None


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("raw", [description(), candidate(RELAY), candidate(HOST)])
def test_no_repr_says_where_anybody_is(raw, policy):
    said = repr(parse_signal(raw, policy))
    assert "I8mi" not in said and "198.51" not in said and "192.168" not in said and "GINTL5" not in said


# --- whatever is sent

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
words = st.sampled_from(sorted({*RELAY.split(), *HOST.split(), *SRFLX.split(), MDNS.split()[4], "tcp", "0"}))
lines = st.sampled_from([*OFFER.splitlines(), *ANSWER.splitlines(), "", "a=", "m=audio 0 x 1"])
candidates = st.lists(words, max_size=16).map(" ".join) | st.text(max_size=40)
sdps = st.lists(lines, max_size=40).map("\r\n".join) | st.text(max_size=40)


@st.composite
def nearly(draw: st.DrawFn) -> dict[str, object]:
    """A good signal, with one thing in it or its body replaced, added or taken away."""
    raw = json.loads(json.dumps(draw(st.sampled_from(list(EVERY.values())))))
    target = draw(st.sampled_from([raw, raw["body"]]))
    name = draw(st.sampled_from([*target, "x"]))
    if draw(st.booleans()):
        target[name] = draw(anything | candidates | sdps | st.sampled_from(list(EVERY)))
    else:
        target.pop(name, None)
    return raw


@st.composite
def with_lines_moved(draw: st.DrawFn) -> dict[str, object]:
    """An offer with lines taken out, repeated or swapped."""
    said = OFFER.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.integers(0, len(said) - 1))
        said[where : where + draw(st.integers(0, 2))] = draw(st.lists(lines, max_size=2))
    kind = draw(st.sampled_from(["offer", "answer"]))
    return signal("description", {"type": kind, "sdp": "\r\n".join(said) + "\r\n"})


@settings(deadline=None)
@given(anything | nearly() | with_lines_moved() | candidates.map(candidate), st.sampled_from(list(Policy)))
def test_whatever_is_sent_is_refused_or_reads_the_same_again(raw, policy):
    try:
        said = parse_signal(raw, policy)
    except (Malformed, Refused):
        return
    assert isinstance(said, Signal)
    wire = said.wire()
    if wire is None:
        assert said.wire() is None
        return
    again = parse_signal(json.loads(json.dumps(wire)), policy)
    assert again == said and again.wire() == wire


VOICE = ROOM.replace("video", "voice")
HEARD = OFFER[: OFFER.index("m=video")].replace("BUNDLE 0 1", "BUNDLE 0")


@pytest.mark.parametrize(
    ("name", "body", "passes"),
    [
        ("offer", {"type": "offer", "sdp": HEARD}, True),
        ("offer", {"type": "offer", "sdp": OFFER}, False),
        ("answer", {"type": "answer", "sdp": HEARD.replace("actpass", "active")}, True),
        ("answer", {"type": "answer", "sdp": ANSWER}, False),
        ("media", MEDIA, True),
        ("media", {**MEDIA, "cam": True}, False),
        ("media", {**MEDIA, "screen": True}, False),
        ("media", {**MEDIA, "reveal": "blurred"}, False),
        ("candidate", EVERY["candidate"]["body"], True),
        ("bye", {}, True),
    ],
)
def test_in_a_room_of_voices_no_picture_is_agreed_on(name, body, passes):
    """Fails without `_is_of_pictures`: a changed page sends pictures to somebody who chose voice."""
    raw = {**EVERY[name], "body": body}
    assert parse_signal(raw, Policy.ALL).body
    raw["room"] = VOICE
    if passes:
        assert parse_signal(raw, Policy.ALL).room == VOICE
    else:
        with pytest.raises(Malformed):
            parse_signal(raw, Policy.ALL)
