"""One way to reach a browser: what is read, what is withheld, what is told the partner."""

from __future__ import annotations

import pytest

from tests.calls.samples import ACTIVE, HOST, MDNS, PRFLX, RELAY, SRFLX, V6
from whimsy.calls.candidate import MAX_CANDIDATE, Policy, parse_candidate
from whimsy.errors import Malformed

EVERY = {
    "host": HOST,
    "srflx": SRFLX,
    "prflx": PRFLX,
    "relay": RELAY,
    "mdns": MDNS,
    "tcp active": ACTIVE,
    "IPv6": V6,
    "Firefox": "candidate:1 1 UDP 1686052863 203.0.113.40 50125 typ srflx raddr 192.168.7.13 rport 50125",
    "Firefox tcp": "candidate:9 2 TCP 8430553 192.0.2.4 5315 typ srflx raddr 10.0.0.1 rport 5 tcptype so",
    "aiortc": "candidate:f957a2332b1715da3b0ef8ba684454eb 1 udp 2130706431 192.0.2.2 48891 typ host",
}


def relayed(address: str, port: int = 61002) -> str:
    return f"candidate:4 1 udp 92217087 {address} {port} typ relay raddr 0.0.0.0 rport 0"


@pytest.mark.parametrize("raw", EVERY.values(), ids=EVERY)
def test_all_passes_every_kind_and_relay_only_the_relayed(raw):
    assert parse_candidate(raw, Policy.ALL)
    assert bool(parse_candidate(raw, Policy.RELAY)) == ("typ relay" in raw)


@pytest.mark.parametrize("policy", Policy)
def test_where_a_relayed_candidate_came_from_is_blanked(policy):
    assert parse_candidate(RELAY, policy) == (
        "candidate:4 1 udp 92217087 198.51.100.3 61002 typ relay raddr 0.0.0.0 rport 0 ufrag I8mi"
    )


def test_what_a_path_is_chosen_by_stays_and_the_network_cards_number_goes():
    assert parse_candidate(HOST + " network-cost 50", Policy.ALL) == (
        "candidate:1 1 udp 2122194687 192.168.7.13 41367 typ host generation 0 ufrag I8mi network-cost 50"
    )


def test_an_unknown_or_odd_extension_is_left_out():
    assert parse_candidate(V6 + " x-home 203.0.113.9 ufrag 203.0.113.9", Policy.ALL) == V6


def test_a_host_does_not_pass_for_a_relay():
    """Two types: another parser may take the last one."""
    assert parse_candidate(V6 + " typ relay", Policy.RELAY) is None
    assert parse_candidate(RELAY + " typ host", Policy.RELAY) == parse_candidate(RELAY, Policy.RELAY)


def test_one_spelling():
    loud = "candidate:1 1 UDP 1 2001:DB8:0:0::7 60818 typ host"
    assert parse_candidate(loud, Policy.ALL) == "candidate:1 1 udp 1 2001:db8::7 60818 typ host"


def test_nobody_is_told_another_port_of_an_active_tcp_end():
    active = ACTIVE.replace(" 9 typ", " 8080 typ")
    assert parse_candidate(active, Policy.ALL) == ACTIVE


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "172.16.0.9", "192.168.1.2", "100.64.3.2", "fd00::7", "8.8.8.8", "2606:4700::1"]
)
def test_private_and_public_addresses_pass(address):
    assert parse_candidate(relayed(address), Policy.RELAY) == relayed(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "0.1.2.3", "::"),
        *("169.254.169.254", "169.254.1.1", "fe80::1", "fd00:ec2::254", "fd20:ce::254"),
        *("100.100.100.200", "168.63.129.16", "192.0.0.192"),
        *("224.0.0.251", "239.1.1.1", "ff02::fb", "255.255.255.255", "240.0.0.1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
    ],
)
@pytest.mark.parametrize("policy", Policy)
def test_no_browser_is_sent_to_itself_its_link_or_a_clouds_metadata(address, policy):
    assert parse_candidate(relayed(address), policy) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_on_one_machine_loopback_can_be_allowed(address):
    assert parse_candidate(relayed(address), Policy.RELAY, loopback=True) == relayed(address)
    assert parse_candidate(relayed("169.254.169.254"), Policy.RELAY, loopback=True) is None


@pytest.mark.parametrize(
    ("address", "port", "passes"),
    [
        *(("8.8.8.8", 443, True), ("8.8.8.8", 80, True), ("8.8.8.8", 53, False), ("8.8.8.8", 1023, False)),
        *(("10.0.0.1", 443, False), ("10.0.0.1", 80, False), ("10.0.0.1", 1024, True)),
    ],
)
def test_a_service_port_is_nobodys_ice(address, port, passes):
    assert bool(parse_candidate(relayed(address, port), Policy.RELAY)) == passes
    mdns = MDNS.replace("41367", "443")
    assert parse_candidate(mdns, Policy.ALL) is None


BROKEN = {
    "empty": "",
    "word": "candidate",
    "no prefix": HOST.removeprefix("candidate:"),
    "attribute": f"a={HOST}",
    "two spaces": HOST.replace(" 1 udp", "  1 udp"),
    "leading space": f" {HOST}",
    "trailing space": f"{HOST} ",
    "line feed at the end": f"{V6}\n",
    "second line": f"{V6}\r\na={HOST}",
    "tab": HOST.replace(" udp", "\tudp"),
    "NUL": HOST + "\0",
    "not ASCII": HOST.replace("udp", "ｕdp"),
    "digits of another script": HOST.replace(" 1 udp", " ١ udp"),
    "lone surrogate": HOST + " x \ud800",
    "foundation too long": HOST.replace("candidate:1", f"candidate:{'1' * 33}"),
    "foundation is an address": HOST.replace("candidate:1", "candidate:203.0.113.7"),
    "no foundation": HOST.replace("candidate:1", "candidate:"),
    "component 0": HOST.replace(" 1 udp", " 0 udp"),
    "component 3": HOST.replace(" 1 udp", " 3 udp"),
    "transport": HOST.replace("udp", "sctp"),
    "tls transport": HOST.replace("udp", "ssltcp"),
    "priority 0": HOST.replace("2122194687", "0"),
    "priority too high": HOST.replace("2122194687", "4294967296"),
    "priority negative": HOST.replace("2122194687", "-1"),
    "priority in exponents": HOST.replace("2122194687", "1e9"),
    "port 0": HOST.replace("41367", "0"),
    "port 65536": HOST.replace("41367", "65536"),
    "port with a zero in front": HOST.replace("41367", "041367"),
    "port missing": HOST.replace(" 41367", ""),
    "host name": HOST.replace("192.168.7.13", "victim.example"),
    "single word": HOST.replace("192.168.7.13", "localhost"),
    "a printer's mDNS name": HOST.replace("192.168.7.13", "printer.local"),
    "mDNS of a subdomain": MDNS.replace(".local", ".evil.local"),
    "mDNS as suffix": MDNS.replace(".local", ".local.example"),
    "mDNS reflexive": MDNS.replace("typ host", "typ srflx raddr 0.0.0.0 rport 0"),
    "mDNS relayed": MDNS.replace("typ host", "typ relay raddr 0.0.0.0 rport 0"),
    "IPv4 with zeros": HOST.replace("192.168.7.13", "192.168.007.013"),
    "IPv4 as number": HOST.replace("192.168.7.13", "3232237325"),
    "IPv4 of three": HOST.replace("192.168.7.13", "192.168.7"),
    "IPv4 in hex": HOST.replace("192.168.7.13", "0xc0a8070d"),
    "IPv6 in brackets": V6.replace("2001:db8::7", "[2001:db8::7]"),
    "IPv6 with a zone": V6.replace("2001:db8::7", "fe80::1%eth0"),
    "no type": HOST.replace(" typ host", ""),
    "unknown type": HOST.replace("typ host", "typ tunnel"),
    "relay over TCP": RELAY.replace("udp", "tcp") + " tcptype passive",
    "TCP without its type": ACTIVE.replace(" tcptype active", ""),
    "TCP of odd type": ACTIVE.replace("active", "listening"),
    "UDP with a TCP type": V6 + " tcptype active",
    "TCP type twice": ACTIVE + " tcptype passive",
    "extension without value": V6 + " ufrag",
    "extension twice": V6 + " ufrag abcd ufrag efgh",
    "thirteen extensions": V6 + "".join(f" x{n} 1" for n in range(12)),
}


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_what_is_no_candidate_is_malformed_under_either_policy(raw, policy):
    with pytest.raises(Malformed):
        parse_candidate(raw, policy)


def test_1000_bytes_pass_and_one_more_does_not():
    room = MAX_CANDIDATE - len(V6)
    names = [f" x{n} {'y' * 150}" for n in range(5)]
    padded = V6 + "".join(names)
    last = room - len("".join(names)) - len(" z ")
    assert len(padded + f" z {'y' * last}") == MAX_CANDIDATE == 1000
    assert parse_candidate(padded + f" z {'y' * last}", Policy.ALL) == V6
    with pytest.raises(Malformed):
        parse_candidate(padded + f" z {'y' * (last + 1)}", Policy.ALL)
