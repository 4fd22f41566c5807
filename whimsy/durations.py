"""Durations as a person says them."""

import math

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def wait(seconds: float, finest: str = "second") -> str:
    """A wait, rounded up, in no finer unit than `finest`: "5 seconds", "25 minutes", "12 days".

    Up to half of `finest` it is "less than a minute".
    """
    for unit, size in _UNITS:
        # Two of a unit are exact enough; less is said in the next smaller one.
        if seconds >= 2 * size or (unit == finest and seconds > size / 2):
            many = math.ceil(seconds / size)
            return f"{many} {unit}{'s' if many != 1 else ''}"
        if unit == finest:
            break
    return f"less than a {finest}"


def term(seconds: float) -> str:
    """A term, exactly, in the largest unit that fits: "a day", "36 hours"."""
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds and seconds % size == 0), _UNITS[-1])
    many = round(seconds / size, 1)
    if many == 1:
        return f"an {unit}" if unit == "hour" else f"a {unit}"
    whole = int(many) if many == int(many) else -1
    return f"{_NUMBERS[whole] if 1 < whole < len(_NUMBERS) else f'{many:g}'} {unit}s"
