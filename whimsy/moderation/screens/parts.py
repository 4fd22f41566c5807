"""Takes a folded text apart into words and numbers, whatever they are glued or hidden in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from whimsy.moderation.screens.folding import LEET
from whimsy.moderation.screens.readings import YOUNG
from whimsy.moderation.screens.spelled import SPELLED

BREAK = "$"
"""Stands for what parts two clauses."""
_HIDDEN = 5
"""Letters from which a spelled number is no other word in any of the languages."""
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
_GLUED = re.compile(_GLUE + "(" + "|".join(sorted(SPELLED, key=len, reverse=True)) + ")" + _TAIL)


def parts_of(text: str) -> Iterator[str]:
    """The words and numbers of a text. What is no plain number begins with a sign: see readings.py."""
    for found in _PART.finditer(text):
        kind, part = found.lastgroup, found[found.lastgroup or 0]
        if kind == "break":
            yield BREAK
        elif kind == "apart":
            yield from _apart(re.sub(r"[^\w]|_", "", part))
        elif kind == "sign":
            yield "f" if part == "♀" else "m"
        elif kind == "sum":
            yield str(sum(map(int, part.split("+"))))
        elif kind == "word" and part.isdigit():
            yield _signed(text, found.start(), found.end(), part)
        elif kind == "word":
            yield from mixed(part)
        else:
            yield f"#{kind}:{part}"


def _apart(letters: str) -> Iterator[str]:
    """What was spelled letter by letter: whoever spells an age hides it."""
    hidden = len(letters) >= _HIDDEN and any(value in YOUNG for _, value in SPELLED.get(letters, ()))
    yield from (f"#apart:{letters}",) if hidden else mixed(letters)


def _signed(text: str, start: int, end: int, digits: str) -> str:
    """A number, unless a sign beside it shows that it counts something."""
    after = text[end : end + 2].lstrip(" ")[:1]
    if text[start - 1 : start] in tuple("$€£#") or (after and after in "%€£$°"):
        return "#count:" + digits
    return "#up:" + digits if text[end : end + 1] == "+" else digits


@lru_cache(maxsize=8192)
def mixed(word: str) -> tuple[str, ...]:
    """The parts of one word: a number in leetspeak, "15f", "imfifteen", "2k11", "9th"."""
    chunk = re.sub(r"['’`]", "", word)
    plain = chunk.translate(LEET) if not chunk.isdigit() else chunk
    if plain in SPELLED:
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
