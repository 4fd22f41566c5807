"""Takes out of a text what no living language writes: tricks, and what nobody can see. By Unicode's own data.

Sources: Unicode UAX #44 (properties), UAX #15 (NFC), UTS #51 ED-14a (flags made of tags),
section 23.4 (variation selectors), section 5.8 (what ends a line).
"""

import unicodedata
from functools import lru_cache

import regex

_IGNORED = r"\p{Default_Ignorable_Code_Point}"
_TAG = r"[\U000E0000-\U000E007F]"
_LINE_END = regex.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_FORBIDDEN = regex.compile(
    r"[\p{Cc}--[\n]]"  # control characters but the line feed
    r"|\p{Bidi_Control}"  # overrides, isolates and marks
    r"|[\uFEFF\uFFF9-\uFFFC]"  # BOM, annotations, what dictation leaves where a picture was
    r"|[\p{Cs}\p{Co}\p{Cn}]",  # surrogates, private use, unassigned
    flags=regex.V1,
)
_FLAGS = ("gbeng", "gbsct", "gbwls")
"""The flags made of tags that people write (RGI): England, Scotland, Wales. Other tags are hidden text."""
_TAGS = regex.compile(
    "(\U0001f3f4(?:"
    + "|".join("".join(chr(0xE0000 + ord(letter)) for letter in flag) for flag in _FLAGS)
    + f")\U000e007f)|{_TAG}"
)
_ORPHAN = regex.compile(
    rf"(?<![[\p{{L}}\p{{M}}\p{{N}}\p{{P}}\p{{S}}]--{_IGNORED}])\p{{Variation_Selector}}+", flags=regex.V1
)
"""A variation selector after nothing that it could vary."""
_HIDDEN = regex.compile(rf"([{_IGNORED}--{_TAG}]{{3}})[{_IGNORED}--{_TAG}]+", flags=regex.V1)
"""Words and emoji have at most two invisible characters in a row. More hide a message in the message."""

_MARKS = regex.compile(rf"(?:\p{{M}}{_IGNORED}*){{5,}}", flags=regex.V1)
_SKIPPED = regex.compile(_IGNORED)
_BESIDE = regex.compile(r"[\p{Mc}&&\p{ccc=0}]", flags=regex.V1)
"""A mark that takes room beside its letter."""
_ANYBODYS = regex.compile(
    r"[\p{M}&&[\p{sc=Zinh}\p{sc=Zyyy}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]]", flags=regex.V1
)
"""A mark that stands on letters of any script, or on ours: "zalgo" is made of these."""
_ABOVE = regex.compile(r"[\p{ccc=230}\p{InPC=Top}]", flags=regex.V1)
_MOST, _MOST_ANYBODYS, _MOST_ABOVE, _MOST_IN_ALL = 8, 4, 4, 16
"""Most marks on one letter. Tibetan stacks seven, Hebrew with points and chant six, two of them above."""

_UNSEEN = (
    rf"\s\p{{Z}}\p{{M}}{_IGNORED}"
    r"[\p{Cf}--\p{Prepended_Concatenation_Mark}]"
    r"\u2800\U0001D159\U00013441\U00013442"  # letters and signs that are drawn as nothing
)
_SEEN = regex.compile(rf"[^{_UNSEEN}]", flags=regex.V1)
_EMPTY = rf"[[{_UNSEEN}]--\n]*"
_HOLE = regex.compile(rf"\n(?:{_EMPTY}\n){{3,}}", flags=regex.V1)
_EDGES = regex.compile(rf"\A(?:{_EMPTY}\n)+|(?:\n{_EMPTY})+\Z", flags=regex.V1)
_CLUSTER = regex.compile(r"\X")


def tidy(text: str) -> str:
    """A text as others may see it: composed (NFC), with line feeds only, without tricks.

    What a living language writes stays as it is. A tidy text is returned as it is.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    text = _FORBIDDEN.sub("", text)
    if not text.isascii():
        text = calm(_TAGS.sub(r"\1", text))
    # More than two empty lines only push other people's words out of sight.
    return _EDGES.sub("", _HOLE.sub("\n\n\n", text.strip())).strip()


def calm(text: str) -> str:
    """NFC of a text, without heaps of marks, lost variation selectors, and runs of invisible characters."""
    text = unicodedata.normalize("NFC", text)
    text = _MARKS.sub(lambda found: _fewer(found[0]), text)
    text = _HIDDEN.sub(r"\1", _ORPHAN.sub("", text))
    return unicodedata.normalize("NFC", text)  # two that compose may only now stand side by side


def visible(text: str) -> bool:
    """Whether a person can see anything of a text. Marks without a letter do not count."""
    return _SEEN.search(text) is not None


def length(text: str) -> int:
    """How many characters a person would count (extended grapheme clusters)."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in _CLUSTER.finditer(text))


def shorten(text: str, most: int) -> str:
    """The beginning of a text, of at most `most` code points, that cuts no character in two."""
    end = 0
    for cluster in _CLUSTER.finditer(text):
        if cluster.end() > most:
            break
        end = cluster.end()
    return text[:end]


def _fewer(run: str) -> str:
    kept = []
    in_all = marks = anybodys = above = 0
    for each in run:
        drawn, beside, of_anybody, over = _kind(each)
        if drawn:
            in_all += 1
            marks, anybodys, above = (0, 0, 0) if beside else (marks + 1, anybodys + of_anybody, above + over)
            if in_all > _MOST_IN_ALL or marks > _MOST or anybodys > _MOST_ANYBODYS or above > _MOST_ABOVE:
                continue
        kept.append(each)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _kind(character: str) -> tuple[bool, bool, bool, bool]:
    """Whether a mark is drawn at all, takes room beside its letter, is of no script, stands above."""
    drawn = _SKIPPED.match(character) is None
    return (
        drawn,
        bool(_BESIDE.match(character)),
        bool(_ANYBODYS.match(character)),
        bool(_ABOVE.match(character)),
    )
