"""What a word or a number of a text may mean, as an age, a year of birth or a school year.

What a number may mean is said by readings that begin with "#", which the lists `ages.*.tsv` use:

    #young    6 to 17              #few   1 to 12               #18    eighteen
    #teen     10 to 17             #grown 18 to 99              #18up  "18+"
    #youngup  "15+"                #span  "13-16"               #under "-18", "<18"
    #born     a year, or '11 and 2k11, that makes one under 18  #yy    two digits that may be such a year
    #apart    spelled letter by letter
    #dob      a date or month of birth that does                 #year  a year before those
    #next     a year of the next twelve                         #many  a word that looks like a plural

A spelled number has its language behind it, as #young.es: "once" is eleven in Spanish alone. An ordinal in
digits is "9th" in every language. A word that `lists/chats.tsv` knows as short for another reads as both.
"""

import re
from functools import lru_cache

from whimsy.moderation.screens.folding import elongated
from whimsy.moderation.screens.phrases import LISTS
from whimsy.moderation.screens.spelled import SHORTENED, SPELLED

ADULT = 18
YOUNG = range(6, ADULT)
_TEEN = range(10, ADULT)
_GROWN = range(ADULT, 100)
_FEW = range(1, 13)
_AHEAD = 12
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d\d)|(\d{4})[./-]\d{1,2}[./-]\d{1,2}")
_MONTH = re.compile(r"\d{1,2}[./-](\d{4})|(\d{4})[./-]\d{1,2}")
_SPAN = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_NOT_MANY = frozenset((LISTS / "singular.txt").read_text(encoding="utf-8").split())
"""Words that end with an s and are no plural."""


@lru_cache(maxsize=8192)
def readings_of(part: str, year: int) -> tuple[str, ...]:
    """All that a part (screens/parts.py) may mean. year: the present one."""
    if part[0] == "#":
        kind, _, rest = part[1:].partition(":")
        return _special(kind, rest, year)
    if part.isdigit():
        return (part, *_digits(part, year))
    words = elongated(part)
    ages = (
        f"{name}.{language}"
        for word in words
        for language, value in SPELLED.get(word, ())
        for name in _number(value)
    )
    many = ("#many",) if len(part) > 3 and part[-1] == "s" and part not in _NOT_MANY else ()
    meant = (whole for word in words for whole in SHORTENED.get(word, ()))
    return tuple(dict.fromkeys((*words, *meant, *ages, *many)))


def _special(kind: str, part: str, year: int) -> tuple[str, ...]:
    if kind == "short":
        return ("#born", "#short") if _makes_minor(2000 + int(part), year) else _digits(f"20{part:0>2}", year)
    if kind == "ordinal":
        return (part + "th",)
    if kind == "apart":
        return ("#apart", *readings_of(part, year))
    if kind == "under":
        return ("#under", *_number(int(part)))
    if kind == "up":
        value = int(part[-4:])
        return ("#youngup",) if value in YOUNG else ("#18up",) if value == ADULT else ("#count",)
    if kind == "compound":
        return _compound(part, year)
    return ("#count",)


def _compound(part: str, year: int) -> tuple[str, ...]:
    if (span := _SPAN.fullmatch(part)) and int(span[1]) in YOUNG:
        low, high = int(span[1]), int(span[2])
        # "15/16" are ages, "10/12" is a day.
        young = low < high <= (21 if "-" in part else low + 1)
        return ("#span",) if young else _date(part, year)
    return _date(part, year)


def _date(part: str, year: int) -> tuple[str, ...]:
    if re.fullmatch(r"1-\d", part):
        return ("#count", *_number(10 + int(part[-1])))
    if date := _DATE.fullmatch(part) or _MONTH.fullmatch(part):
        born = int(date[1] or date[2])
        return ("#dob",) if _makes_minor(born if born > 99 else 2000 + born, year) else ("#date",)
    return ("#count",)


def _digits(digits: str, year: int) -> tuple[str, ...]:
    if len(digits) == 4:
        value = int(digits)
        if _makes_minor(value, year):
            return ("#born",)
        return ("#next",) if year < value <= year + _AHEAD else ("#year",)
    if len(digits) > 2:
        return ()
    value = int(digits)
    return (*_number(value), *(("#yy",) if _makes_minor(2000 + value, year) and len(digits) == 2 else ()))


def _number(value: int) -> tuple[str, ...]:
    names = []
    if value in YOUNG:
        names.append("#young")
    if value in _TEEN:
        names.append("#teen")
    if value in _GROWN:
        names.append("#grown")
    if value in _FEW:
        names.append("#few")
    if value == ADULT:
        names.append("#18")
    return tuple(names)


def _makes_minor(born: int, year: int) -> bool:
    """Whether all who were born in a year are under 18 until the end of this one, and old enough to write."""
    return year - ADULT < born <= year - YOUNG[0]
