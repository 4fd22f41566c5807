"""Links, however they are written: refused at the start of a chat, later written so that nothing opens them.

A word with a dot is a link if it ends in a domain that is rarely anything else, or has a scheme, www., a path
or three parts: "it.me", "main.py" and "U.S." are none.
"""

import re
from collections.abc import Iterator

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.phrases import LISTS
from whimsy.moderation.screens.said import Said


def _listed() -> tuple[list[str], list[str], list[str]]:
    """Domains that always end a link, those that may, and hosts that are links; the longest first."""
    of: dict[str, list[str]] = {"": [], "?": [], "!": []}
    for line in (LISTS / "domains.txt").read_text(encoding="utf-8").splitlines():
        mark = line[0] if line[0] in "?!#" else ""
        if mark != "#":
            of[mark] += line.removeprefix(mark).split()
    sure, other, hosts = (sorted(map(re.escape, some), key=len, reverse=True) for some in of.values())
    return sure, other, hosts


_sure, _other, _hosts = _listed()
_SURE, _ANY = "|".join(_sure), "|".join(sorted(_sure + _other, key=len, reverse=True))
_HOSTS = "|".join(_hosts)
_SPOKEN = "com|c0m|net|org|gg|xyz|io|ru|me|tv|info|online|live|site"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WORD = r"\w[\w-]{0,61}"
_BEFORE = r"(?<![\w@.])"
_REST = r"[^\s<>\"]*"
_END = rf"(?![\w-])(?::\d{{1,5}})?(?:[/?#]{_REST})?"
_DOT = r"(?:\.|dot|d0t|punkt|punto)"
_KINDS = (
    # The signs of which such a link needs one, and its patterns.
    (
        (".",),
        rf"{_BEFORE}(?:{_LABEL}\.){{1,8}}(?:{_SURE}){_END}",
        rf"{_BEFORE}(?:{_LABEL}\.){{1,8}}(?:{_ANY})(?::\d{{1,5}})?/{_REST}",
        rf"{_BEFORE}(?:{_HOSTS}|t \. me)\b(?:\s?/\s?{_REST})?",
        rf"\bwww\.{_REST}",
        rf"{_BEFORE}\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d{{1,5}}|/){_REST}",
        # spaced out: "example . com", "example .com"; not "use .net", nor the end of a sentence
        rf"{_BEFORE}(?!the |a |my )\w[\w-]{{2,61}}\s\.\s?"
        r"(?:com|org|gg|xyz|ru|online|site|club|live)\b(?:\s?/\s?\S+)?",
    ),
    (
        (":",),
        rf"\b(?:h ?[tx] ?[tx] ?p ?s?|ftp|sftp|wss?|tg|steam)\s?(?:\[:\]|:)\s?/\s?/\s?{_REST}",
        rf"\b(?:javascript|vbscript|data|file|magnet|intent):(?=[^\s]*[/(,?]){_REST}",
    ),
    (("//",), rf"(?<![\w/:.])//[a-z0-9-]{{1,63}}\.[a-z]{_REST}"),
    # defanged: "example[.]com", "example (dot) com"
    (("[",), rf"{_BEFORE}{_WORD}\s?\[\s?{_DOT}\s?\]\s?(?:{_ANY})\b{_REST}"),
    (("(",), rf"{_BEFORE}{_WORD}\s?\(\s?{_DOT}\s?\)\s?(?:{_ANY})\b{_REST}"),
    (("{",), rf"{_BEFORE}{_WORD}\s?\{{\s?{_DOT}\s?\}}\s?(?:{_ANY})\b{_REST}"),
    # spelled out: "example dot com", but not "the dot com bubble" nor an address at a mail provider
    (
        ("dot", "d0t", "period", "d o t"),
        r"\b(?!(?:the|a|this|that|early|gmail|hotmail|yahoo|outlook)\b)[\w-]{2,63}[\s-](?:and then |then )?"
        rf"(?:dot|d0t|period|d o t|\(d o t\))[\s-](?:{_SPOKEN})\b"
        r"(?!\s(?:bubble|boom|era|crash|bust|millionaire|compan))",
    ),
    (
        (" punto ", " punkt ", " point "),
        r"\b(?!(?:cierto|um|le|este|un)\b)[\w-]{4,63}\s"
        r"(?:punto (?:com|es|mx)|punkt (?:com|de)|point (?:com|fr))\b",
    ),
    (
        ("www", "w w w"),
        r"\bw\s?w\s?w\s?\.?\s[\w-]{3,63}\s?\.?\s?(?:com|c\s?o\s?m|net|org)\b",
        r"\bw w w ?\. ?\S+ ?\. ?c ?o ?m\b",
    ),
)
_FINDERS = [(signs, re.compile("|".join(patterns))) for signs, *patterns in _KINDS]
_SIGNS = re.compile("|".join(re.escape(sign) for signs, *_ in _KINDS for sign in signs))
"""What every link has one of, and most texts none."""
_LEET_DOT = re.compile(r"(?<=[a-z0-9]\.)c0m\b")

_SENTENCE_EARLY = "Links can be sent once you have both talked for a little while. Say it in words first."
_SENTENCE_OFF = "Links are switched off at the moment. Say it in words."


class LinkScreen:
    """A screen on links. after: seconds that a room must be open before they pass.

    messages: how many each side must have sent before.
    """

    def __init__(self, after: float, messages: int) -> None:
        self._after_ms, self._messages = after * 1000, messages

    def __call__(self, said: Said) -> Finding | None:
        spans = tuple(find(said))
        if not spans:
            return None
        if not said.links:
            return Finding(Kind.LINK, Action.REFUSE, 1, sentence=_SENTENCE_OFF, spans=spans)
        if said.age_ms < self._after_ms or min(said.mine, said.theirs) < self._messages:
            return Finding(Kind.LINK, Action.REFUSE, 2, sentence=_SENTENCE_EARLY, spans=spans)
        return Finding(Kind.LINK, Action.DEFANG, 1, spans=spans)


def find(said: Said) -> Iterator[tuple[int, int]]:
    """The links of a message, as (start, end) in its text."""
    text = said.folded.text
    if not _SIGNS.search(text):
        return
    if "c0m" in text:
        text = _LEET_DOT.sub("com", text)  # as long as before, so that the places stay
    spans = sorted(
        found.span() for marks, finder in _FINDERS if any(mark in text for mark in marks)
        for found in finder.finditer(text)
    )  # fmt: skip
    last = -1
    for start, end in spans:
        if start >= last:
            yield said.folded.span(start, end)
            last = end


def defang(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The text with its links as "hxxps://example[.]com", which people can read and programs do not open."""
    out, last = [], 0
    for start, end in spans:
        out += [text[last:start], _defang(text[start:end])]
        last = end
    return "".join([*out, text[last:]])


def _defang(link: str) -> str:
    link = re.sub(r"(?i)^h(?:tt|xx)p", "hxxp", link)
    link = re.sub(r"(?i)^(javascript|vbscript|data|file|intent|magnet|ftp):", r"\1[:]", link)
    host, slash, rest = link.partition("://")
    if not slash:
        host, rest = "", link
    name, cut, path = re.match(r"([^/?#]*)([/?#]?)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    return host + slash + re.sub(r"(?<!\[)\.(?!\])", "[.]", name) + cut + path
