"""An address becomes a key: one for a household, readable by nobody, never of the client's choosing."""

from __future__ import annotations

import pytest

from whimsy.visitors.address import Addresses


def key(client: str | None, *forwarded: str, hops: int = 0, secret: str = "a key") -> str:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return Addresses(secret, hops).of({"client": client and (client, 1234), "headers": headers})


def test_an_ipv4_address_counts_whole_and_an_ipv6_address_by_its_64():
    assert key("192.0.2.7") == key("192.0.2.7") != key("192.0.2.8")
    assert key("2001:db8:1:2::7") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::7")
    assert key("::ffff:192.0.2.7") == key("192.0.2.7")
    assert key("fe80::1%eth0") == key("fe80::1")


def test_the_key_does_not_show_the_address_and_depends_on_the_secret():
    shown = key("192.0.2.7")
    assert len(shown) == 32 and "192" not in shown and shown != key("192.0.2.7", secret="another")


def test_without_proxies_the_header_is_never_read():
    """Fails without the `if not self._hops` in address.py."""
    assert key("192.0.2.7", "198.51.100.9") == key("192.0.2.7")


@pytest.mark.parametrize(
    ("hops", "forwarded", "client"),
    [
        (1, ["198.51.100.9"], "198.51.100.9"),
        (1, ["6.6.6.6, 198.51.100.9"], "198.51.100.9"),
        (2, ["6.6.6.6, 198.51.100.9, 10.0.0.1"], "198.51.100.9"),
        (2, ["6.6.6.6", "198.51.100.9, 10.0.0.1"], "198.51.100.9"),
        (2, ["6.6.6.6, 198.51.100.9", "10.0.0.1"], "198.51.100.9"),
        (1, ["198.51.100.9:4711"], "198.51.100.9"),
        (1, ["[2001:db8::9]:4711"], "2001:db8::9"),
        # What is not there or not an address: the peer, whom we know ourselves.
        (2, ["6.6.6.6"], "10.0.0.1"),
        (1, [], "10.0.0.1"),
        (1, ["unknown"], "10.0.0.1"),
        (1, ["6.6.6.6,"], "10.0.0.1"),
    ],
)
def test_behind_proxies_exactly_so_many_entries_from_the_right_count(hops, forwarded, client):
    assert key("10.0.0.1", *forwarded, hops=hops) == key(client)


def test_a_peer_without_an_address_has_a_key_too():
    assert key(None) == key("no address") != key("192.0.2.7")
