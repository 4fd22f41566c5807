"""A history of what clients did and saw, and a checker that replays it against the promises.

    history = History()
    one, other = Recorded(address, history), Recorded(address, history)
    ...
    with history.fault("redis restarted", emptied=True):
        ...
    assert check(history) == []

Everybody who could meet must be recorded: the checker takes a line nobody is known to have said for a leak.
"""

from tests.history.checker import check
from tests.history.history import History, Record
from tests.history.liveness import left_behind
from tests.history.recorded import Recorded
from tests.history.rules import Rules, Violation

__all__ = ["History", "Record", "Recorded", "Rules", "Violation", "check", "left_behind"]
