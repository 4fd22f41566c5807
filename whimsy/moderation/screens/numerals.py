"""Reads the numbers of a text as ages, years of birth and school years: in digits, spelled, taken apart.

`lists/numbers.tsv` holds the spelled numbers: language, value, words. What a number may mean is said by
readings that begin with "#", which the lists `ages.*.tsv` use:

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
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache, partial
from typing import NamedTuple

from whimsy.moderation.screens.folding import LEET, Words, elongated
from whimsy.moderation.screens.phrases import LISTS

ADULT = 18
_YOUNG = range(6, ADULT)
_TEEN = range(10, ADULT)
_GROWN = range(ADULT, 100)
_FEW = range(1, 13)
_HIDDEN = 5
"""Letters from which a spelled number is no other word in any of the languages."""
_AHEAD = 12
_BREAK = "$"
_REMEMBERED = 40
"""Letters up to which a word is remembered: of longer ones a flood would fill the memory."""
_ENDS = frozenset(("^", "$", ","))
_PART = re.compile(
    r"(?P<apart>(?<![^\W_])[^\W_](?:(?:[ ._*/-]{1,2}| ['’] )[^\W_]){2,}(?![^\W_]))"
    r"|['’‘`](?P<short>\d\d)(?![^\W_])"
    r"|(?P<sum>(?<![\d.,])\d{1,2} ?\+ ?\d{1,2}(?![\d.,]))"
    r"|(?P<compound>\d+(?:[.,:/-]\d+)+)"
    r"|(?<![\w)%])[<-] ?(?P<under>1[3-8])(?![\d.,:%°]| ?[%°])"
    r"|(?P<ordinal>\d{1,2})\.(?= ?(?:kl\b|klass|sek\b|stufe|jahrgangs|geburtstag|[a-z]{0,9}schul|gym|kanti"
    r"|nms\b|ahs\b|h[at][kl]\b))"
    r"|(?P<place>\d{1,2})\.(?= ?(?:stock|bezirk|etage|platz|stelle|rang\b|geschoss|semester|lehrjahr))"
    r"|(?P<sign>[♀♂])"
    r"|(?P<word>[^\W_]+(?:['’`][^\W_]+)*)"
    r"|(?P<break>[^\w\s/'’‘`\"“”()\[\]{}:<>@#&+=*^%$€£°-]+)"
)
_LONE_START = re.compile(r"[\W_]*(?:[^\W_](?![^\W_])|$)")
_LONE_END = re.compile(r"(?:(?<![^\W_])[^\W_]|^)[\W_]*$")
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d\d)|(\d{4})[./-]\d{1,2}[./-]\d{1,2}")
_MONTH = re.compile(r"\d{1,2}[./-](\d{4})|(\d{4})[./-]\d{1,2}")
_SPAN = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_ORDINAL = re.compile(
    r"(1?\d)(?:st|nd|rd|th|o|os|a|er|ero|era|ro|ra|ere|e|eme|ieme|re|de|nde|te|ten|ter|do|da|to|ta|mo|vo|no)"
)
_UNDER = re.compile(r"u(?:nder)?(1[3-8])s?")
_SHORT_YEAR = re.compile(r"2k([0-2]?\d)(?:s|er)?")
_MIX = re.compile(r"\d+|[^\W\d_]+")
_MEETS = re.compile(r"(1?\d)?([mf])4(?:[mfartw])")
_PLURAL = re.compile(r"(1?\d)(?:s|ish|er)")
_GLUE = r"(im|iam|ima|ich|bin|ichbin|tengo|tenho|jai|soy|sou)?"
_TAIL = r"(f|m|w|yo|yearsold|yearold|yrs|years|anos|ans|jahre|here)?"
_NOT_MANY = frozenset((LISTS / "singular.txt").read_text(encoding="utf-8").split())
"""Words that end with an s and are no plural."""


def _spelled() -> dict[str, list[tuple[str, int]]]:
    table: dict[str, list[tuple[str, int]]] = {}
    for line in (LISTS / "numbers.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, value, words = line.split("\t")
            for word in words.split("|"):
                table.setdefault(word, []).append((language, int(value)))
    return table


def _shortened() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in (LISTS / "chats.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _, word, forms = line.split("\t")
            for form in forms.split("|"):
                table[form] = (*table.get(form, ()), word)
    return table


_SPELLED = _spelled()
_UNITS = {
    word: unit
    for word, meant in _SPELLED.items()
    if (unit := next((value for _, value in meant if value < 10), None)) is not None
}
_HEADS = {word[:end] for word in _SPELLED for end in range(1, len(word))}
"""How spelled numbers begin, of which most words of a text are none."""
_SHORTENED = _shortened()
_GLUED = re.compile(_GLUE + "(" + "|".join(sorted(_SPELLED, key=len, reverse=True)) + ")" + _TAIL)


def numbered(text: str, year: int) -> Words:
    """The words of a folded text, each in all its readings, numbers with what they may be.

    year: the present one. A break between clauses reads as "$", "^" and ",". Takes time linear in the length.
    """
    words: list[tuple[str, ...]] = [("^",)]
    for part in _whole_parts(text):
        if part != _BREAK:
            words.append(_readings(part, year))
        elif "^" not in words[-1]:
            words.append(("$", "^", ","))  # as _ENDS
    return (*words, ("$",))


def readings_alone(text: str) -> Set[str] | None:
    """All readings of a text, if none of its words depends on the words beside it; else None.

    It is a short way to see that a text speaks of no age, as what stands between spaces is remembered.
    """
    chunks = _chunks(text)
    if chunks is None:
        return None
    if any(chunk.joins for chunk in chunks):
        parts = [part for chunk in chunks for part in chunk.parts]
        if any(count > 1 for _, count in map(partial(_whole, parts), range(len(parts)))):
            return None
    return _ENDS.union(*[chunk.readings for chunk in chunks])


class _Chunk(NamedTuple):
    """What stands between two spaces, read alone.

    joins: whether a part may begin a number of several parts; begins, ends: with a letter by itself.
    """

    parts: tuple[str, ...]
    readings: frozenset[str]
    joins: bool
    begins: bool
    ends: bool


def _whole_parts(text: str) -> Iterable[str]:
    """The words and numbers of a text, put together."""
    chunks = _chunks(text)
    return _joined(
        list(_parts(text)) if chunks is None else [part for chunk in chunks for part in chunk.parts]
    )


def _chunks(text: str) -> list[_Chunk] | None:
    """What stands between spaces; None for a long word, or what goes beyond a space: digits, lone letters."""
    chunks = []
    lone = False
    for each in text.split():
        chunk = _chunk(each) if len(each) <= _REMEMBERED else None
        if chunk is None or (lone and chunk.begins):
            return None
        chunks.append(chunk)
        lone = chunk.ends
    return chunks


@lru_cache(maxsize=8192)
def _chunk(text: str) -> _Chunk | None:
    if text.isalpha() and text.isascii():  # as most are
        parts = _mixed(text)
        begins = ends = len(text) == 1
    elif any(map(str.isnumeric, text)):
        return None
    else:
        parts = tuple(_parts(text))
        begins, ends = _LONE_START.match(text) is not None, _LONE_END.search(text) is not None
    readings = frozenset(reading for part in parts if part != _BREAK for reading in _readings(part, 0))
    joins = any(part in _HEADS or part in _UNITS for part in parts)
    return _Chunk(parts, readings, joins, begins, ends)


def _parts(text: str) -> Iterator[str]:
    """The words and numbers of a text. What is no plain number begins with a sign: see `_special`."""
    for found in _PART.finditer(text):
        kind, part = found.lastgroup, found[found.lastgroup or 0]
        if kind == "break":
            yield _BREAK
        elif kind == "apart":
            yield from _apart(re.sub(r"[^\w]|_", "", part))
        elif kind == "sign":
            yield "f" if part == "♀" else "m"
        elif kind == "sum":
            yield str(sum(map(int, part.split("+"))))
        elif kind == "word" and part.isdigit():
            yield _signed(text, found.start(), found.end(), part)
        elif kind == "word":
            yield from _mixed(part)
        else:
            yield f"#{kind}:{part}"


def _apart(letters: str) -> Iterator[str]:
    """What was spelled letter by letter: whoever spells an age hides it."""
    hidden = len(letters) >= _HIDDEN and any(value in _YOUNG for _, value in _SPELLED.get(letters, ()))
    yield from (f"#apart:{letters}",) if hidden else _mixed(letters)


def _signed(text: str, start: int, end: int, digits: str) -> str:
    """A number, unless a sign beside it shows that it counts something."""
    after = text[end : end + 2].lstrip(" ")[:1]
    if text[start - 1 : start] in tuple("$€£#") or (after and after in "%€£$°"):
        return "#count:" + digits
    return "#up:" + digits if text[end : end + 1] == "+" else digits


@lru_cache(maxsize=8192)
def _mixed(word: str) -> tuple[str, ...]:
    """The parts of one word: a number in leetspeak, "15f", "imfifteen", "2k11", "9th"."""
    chunk = re.sub(r"['’`]", "", word)
    plain = chunk.translate(LEET) if not chunk.isdigit() else chunk
    if plain in _SPELLED:
        return (plain,)
    if glued := _GLUED.fullmatch(plain):
        return tuple(filter(None, glued.groups()))
    if chunk.isalpha():
        return (chunk,)
    if short := _SHORT_YEAR.fullmatch(chunk):
        return ("#short:" + short[1],)
    if under := _UNDER.fullmatch(chunk):
        return ("#under:" + under[1],)
    if ordinal := _ORDINAL.fullmatch(chunk):
        return ("#ordinal:" + ordinal[1],)
    if found := _PLURAL.fullmatch(chunk) or _MEETS.fullmatch(chunk):
        return tuple(filter(None, found.groups()))
    return tuple(_MIX.findall(chunk))


def _joined(parts: list[str]) -> Iterator[str]:
    """Put numbers together that were taken apart: "six teen", "diez y seis", "1 5", "one five"."""
    at = 0
    while at < len(parts):
        whole, count = _whole(parts, at)
        yield whole
        at += count


def _whole(parts: list[str], at: int) -> tuple[str, int]:
    """What begins with a part, and of how many parts it is."""
    part = parts[at]
    if part in _HEADS:
        for count in (3, 2):
            whole = "".join(parts[at : at + count])
            if whole in _SPELLED and len(whole) > len(part):
                return whole, count
    if _unit(parts, at) == 1 and (unit := _unit(parts, at + 1)) is not None:
        alone = _unit(parts, at - 1) is None and _unit(parts, at + 2) is None
        return (f"1{unit}", 2) if alone else (part, 1)
    return part, 1


def _unit(parts: list[str], at: int) -> int | None:
    """The digit that a part is, or spells."""
    if not 0 <= at < len(parts):
        return None
    part = parts[at]
    return int(part) if len(part) == 1 and part.isdigit() else _UNITS.get(part)


@lru_cache(maxsize=8192)
def _readings(part: str, year: int) -> tuple[str, ...]:
    if part[0] == "#":
        kind, _, rest = part[1:].partition(":")
        return _special(kind, rest, year)
    if part.isdigit():
        return (part, *_digits(part, year))
    words = elongated(part)
    ages = (
        f"{name}.{language}"
        for word in words
        for language, value in _SPELLED.get(word, ())
        for name in _number(value)
    )
    many = ("#many",) if len(part) > 3 and part[-1] == "s" and part not in _NOT_MANY else ()
    meant = (whole for word in words for whole in _SHORTENED.get(word, ()))
    return tuple(dict.fromkeys((*words, *meant, *ages, *many)))


def _special(kind: str, part: str, year: int) -> tuple[str, ...]:
    if kind == "short":
        return ("#born", "#short") if _makes_minor(2000 + int(part), year) else _digits(f"20{part:0>2}", year)
    if kind == "ordinal":
        return (part + "th",)
    if kind == "apart":
        return ("#apart", *_readings(part, year))
    if kind == "under":
        return ("#under", *_number(int(part)))
    if kind == "up":
        value = int(part[-4:])
        return ("#youngup",) if value in _YOUNG else ("#18up",) if value == ADULT else ("#count",)
    if kind == "compound":
        return _compound(part, year)
    return ("#count",)


def _compound(part: str, year: int) -> tuple[str, ...]:
    if (span := _SPAN.fullmatch(part)) and int(span[1]) in _YOUNG:
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
    if value in _YOUNG:
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
    return year - ADULT < born <= year - _YOUNG[0]
