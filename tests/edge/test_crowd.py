"""The crowd at the gate: how many sockets an address and a process may have, and who is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clock import Clock
from whimsy.edge.crowd import Crowd, Neighbour
from whimsy.settings import Settings
from whimsy.visitors.address import AddressKey

HERE, THERE = AddressKey("here"), AddressKey("there")
LIMITS = Settings(sockets_per_address=3, sockets_per_process=5, socket_rate=1, address_frame_rate=10)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def crowd(clock) -> Crowd:
    return Crowd(LIMITS, clock)


def enter(crowd: Crowd, address: AddressKey) -> Neighbour:
    neighbour = crowd.enter(address)
    assert isinstance(neighbour, Neighbour)
    return neighbour


def test_an_address_has_so_many_sockets_and_takes_none_from_others(crowd, clock):
    """Fails without either look at `_limit` in `Neighbour`."""
    here = [enter(crowd, HERE) for _ in range(3)]
    clock.now += 3600
    assert crowd.obstacle(HERE) == crowd.enter(HERE) == "too_many"
    enter(crowd, THERE)
    crowd.leave(here[0])
    assert crowd.obstacle(HERE) is None
    enter(crowd, HERE)


def test_who_comes_and_goes_without_end_has_to_slow_down(crowd, clock):
    """Fails without `_arrivals` in `enters` or in `crowded`."""
    for _ in range(3):
        crowd.leave(enter(crowd, HERE))
    assert crowd.obstacle(HERE) == crowd.enter(HERE) == "too_many"
    clock.now += 1
    crowd.leave(enter(crowd, HERE))
    assert crowd.enter(HERE) == "too_many"


def test_a_full_process_lets_nobody_in_until_somebody_leaves(crowd):
    """Fails without `_open`, counted up or down."""
    sockets = [enter(crowd, AddressKey(str(i))) for i in range(5)]
    assert crowd.obstacle(HERE) == crowd.enter(HERE) == "full"
    crowd.leave(sockets[0])
    enter(crowd, HERE)


@given(st.lists(st.tuples(st.sampled_from("eelt"), st.integers(0, 2)), max_size=60))
def test_what_is_foretold_is_what_happens_and_what_is_counted_is_what_is_open(moves):
    """`/way` promises what a socket will meet. Fails when `obstacle` counts, or forgets one of the caps."""
    clock = Clock()
    crowd, inside = Crowd(LIMITS, clock), []
    for move, number in moves:
        if move == "t":
            clock.now += number * 40
        elif move == "l" and inside:
            crowd.leave(inside.pop(number % len(inside)))
        elif move == "e":
            foretold = crowd.obstacle(AddressKey(str(number)))
            met = crowd.enter(AddressKey(str(number)))
            assert (met if isinstance(met, str) else None) == foretold
            if isinstance(met, Neighbour):
                inside.append(met)
        assert len(inside) <= 5 and all(neighbour.open == inside.count(neighbour) for neighbour in inside)


def test_a_flooder_is_trusted_less_for_a_minute_and_pays_with_arrivals(clock):
    """Fails without either line of `flooded`."""
    crowd = Crowd(Settings(sockets_per_address=20, socket_rate=1), clock)
    neighbour = enter(crowd, HERE)
    trusted = neighbour.trust
    neighbour.flooded()
    assert neighbour.trust < trusted
    assert [isinstance(crowd.enter(HERE), Neighbour) for _ in range(10)].count(True) == 9
    clock.now += 61
    assert neighbour.trust == trusted


def test_all_sockets_of_an_address_share_a_pace(crowd, clock):
    """Fails when `Neighbour` makes a bucket for each socket."""
    one, other = enter(crowd, HERE), enter(crowd, HERE)
    assert all(socket.frame() == 0 for socket in (one, other) for _ in range(15))
    assert one.frame() == pytest.approx(0.1) and other.frame() == pytest.approx(0.2)
    assert enter(crowd, THERE).frame() == 0


def test_who_is_nothing_special_is_forgotten(crowd, clock):
    """Fails without any part of `forgettable`."""
    stays = enter(crowd, HERE)
    flooder = enter(crowd, THERE)
    crowd.leave(flooder)
    crowd.leave(enter(crowd, AddressKey("passer-by")))
    clock.now += 30
    flooder.flooded()
    clock.now += 31
    enter(crowd, HERE)
    assert len(crowd) == 2
    crowd.leave(stays)
    clock.now += 61
    enter(crowd, AddressKey("new"))
    assert len(crowd) == 2  # one of the two sockets here is still open


@pytest.mark.parametrize("spent", ["_arrivals", "_frames"])
def test_a_debt_is_not_forgotten_when_its_owner_leaves(clock, spent):
    """Fails without `_arrivals.full` or `_frames.full` in `forgettable`."""
    crowd = Crowd(Settings(sockets_per_address=3, socket_rate=0.01, address_frame_rate=0.005), clock)
    neighbour = enter(crowd, HERE)
    crowd.leave(neighbour)
    if spent == "_frames":
        neighbour.frame()
        clock.now += 150  # the arrival is paid for by then
    else:
        clock.now += 61
    enter(crowd, THERE)
    assert len(crowd) == 2
