"""How much to measure: enough for a verdict, or just enough to see that nothing broke."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """rooms: full rooms for our claims, former: for the former design; turns of `seconds` each.

    meetings: of each kind; windows of `window` seconds with `rate` texts a second between `tabs` tabs;
    faces: meetings of two browsers with cameras; capacity: windows in seconds, and how often the gap between
    enough and too much is halved; connected: how many tabs, and how many seconds may go by until they are;
    at_once: how many speak, or press Start, in the same moment.
    """

    rooms: tuple[int, ...]
    former: tuple[int, ...]
    turns: int
    seconds: float
    meetings: int
    tabs: int
    rate: float
    windows: int
    window: float
    faces: int
    capacity: tuple[float, int]
    connected: tuple[int, ...]
    connecting: float
    at_once: tuple[int, ...]


FULL = Scale(
    rooms=(100, 1_000, 10_000, 100_000), former=(100, 1_000, 10_000), turns=5, seconds=1.5,
    meetings=30, tabs=400, rate=200, windows=5, window=3, faces=10,
    capacity=(2.5, 4), connected=(100, 1_000, 4_000), connecting=60, at_once=(400, 1_200),
)  # fmt: skip
QUICK = Scale(
    rooms=(100, 10_000, 100_000), former=(100, 10_000), turns=2, seconds=0.7,
    meetings=8, tabs=400, rate=200, windows=2, window=3, faces=3,
    capacity=(1.5, 2), connected=(100, 500), connecting=15, at_once=(400,),
)  # fmt: skip
