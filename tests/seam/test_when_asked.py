"""The desk's states are made only in pages of the desk."""

from __future__ import annotations

import pytest
from reflex.state import State

from whimsy.seam import states
from whimsy.states.desk.session import DeskState
from whimsy.states.desk.staff import StaffState


@pytest.fixture
def lazily():
    inner = DeskState.__init__
    states.make_when_asked(DeskState)
    yield
    DeskState.__init__ = inner


def page() -> State:
    return State(_reflex_internal_init=True)


def path(state: type[State]) -> list[str]:
    return state.get_full_name().split(".")


def test_a_visitors_page_has_no_state_of_the_desk(lazily):
    """Fails when each page makes them all: they are half of its states."""
    root = page()
    assert not root.get_substate(path(DeskState)).substates.values()
    assert not any("staff" in name for name in root.dict())


def test_who_asks_for_one_gets_it_and_always_the_same(lazily):
    """Fails when a handler of the desk finds no state, or a new one each time."""
    root = page()
    staff = root.get_substate(path(StaffState))
    assert type(staff) is StaffState
    assert staff is root.get_substate(path(StaffState))
    assert staff.parent_state is root.get_substate(path(DeskState))
    name = next(iter(StaffState.vars.keys() - DeskState.vars.keys()))
    staff.dirty_vars.add(name)
    staff._mark_dirty()
    assert StaffState.get_full_name() in root.get_delta()


def test_one_that_is_not_there_stays_unknown(lazily):
    with pytest.raises(ValueError, match="Invalid path"):
        page().get_substate([*path(DeskState), "nobody"])


def test_the_build_reads_the_initial_values_of_all():
    """Fails when the states are put off before a server starts: the desk's pages would lack their vars."""
    assert StaffState.get_full_name() in page().dict(initial=True)
