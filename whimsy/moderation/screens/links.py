"""Links, however they are written: refused at the start of a chat, shown so that nothing opens them later.

A word with a dot in it is a link when it ends in a domain that is rarely anything else, or when something else
says so (a scheme, www., a path, three parts): "it.me", "main.py" and "U.S." are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.said import Said

SURE = (
    "com net org info biz io gg xyz online site website shop store club live link vip app dev tech top icu cam cams"
    " sex porn xxx adult webcam chat fun win bet casino cash money click download space stream host cloud network"
    " page blog news pro mobi name tel asia ly ru su ua de fr uk nl pl cz cn jp kr br mx tv cc ws nz au ca ch se fi"
    " dk hu ro gr il ir tr vn id th ph ee lt lv sk si hr rs bg kz tk ml ga cf gq pw рф xn--p1ai edu gov eu co"
).split()
"""Domains that end a link by themselves."""
_OTHER = "me so no in is it at to my be us am do as gd as la fm ai st sh md py pl ps pt es zip mov nu vc ag bz im li lc"
_DOMAINS = "|".join(sorted({*SURE, *_OTHER.split()}, key=len, reverse=True))
_SURE = "|".join(sorted(SURE, key=len, reverse=True))
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_BEFORE = r"(?<![\w@.])"
_TAIL = r"(?![\w-])(?::\d{1,5})?(?:[/?#][^\s<>\"]*)?"
_HOSTS = r"t\s?\.\s?me|wa\.me|fb\.me|kik\.me|m\.me|is\.gd|youtu\.be|goo\.gl|zoom\.us|linktr\.ee|redd\.it|lnkd\.in|rb\.gy|ow\.ly"
_PATTERNS = {
    # what a dot or a colon is a part of
    ".": rf"{_BEFORE}(?:{_LABEL}\.){{1,8}}(?:{_SURE}){_TAIL}"
    rf"|{_BEFORE}(?:{_LABEL}\.){{1,8}}(?:{_DOMAINS})(?::\d{{1,5}})?/[^\s<>\"]+"
    rf"|\bwww\.[^\s<>\"]{{3,}}"
    rf"|{_BEFORE}(?:{_HOSTS})\b(?:\s?/\s?[^\s<>\"]*)?"
    rf"|{_BEFORE}\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?::\d{{1,5}}|/)[^\s<>\"]*"
    rf"|{_BEFORE}(?!the |a |my )(?:\w[\w-]{{2,61}})\s(?:\.\s?|\.\s)(?:com|org|gg|xyz|ru|online|site|club|live)\b(?:\s?/\s?\S+)?",
    ":": r"\b(?:https?|h\s?t\s?t\s?p\s?s?|h[tx]{2}ps?|ftp|sftp|wss?|tg|steam)\s?(?:\[:\]|:)\s?/\s?/\s?[^\s<>\"]+"
    r"|\b(?:javascript|vbscript|data|file|magnet|intent):(?=[^\s]*[/(,?])[^\s<>\"]+",
    "//": r"(?<![\w/:.])//[a-z0-9-]{1,63}\.[a-z][^\s<>\"]+",
    # what takes the dot's place
    "[": rf"{_BEFORE}\w[\w-]{{0,61}}\s?\[\s?(?:\.|dot|d0t|punkt|punto)\s?\]\s?(?:{_DOMAINS})\b[^\s<>\"]*",
    "(": rf"{_BEFORE}\w[\w-]{{0,61}}\s?\(\s?(?:\.|dot|d0t|punkt|punto)\s?\)\s?(?:{_DOMAINS})\b[^\s<>\"]*",
    "{": rf"{_BEFORE}\w[\w-]{{0,61}}\s?\{{\s?(?:\.|dot|d0t|punkt|punto)\s?\}}\s?(?:{_DOMAINS})\b[^\s<>\"]*",
    "d": r"\b(?!the\b|a\b|this\b|that\b|early\b|gmail\b|hotmail\b|yahoo\b|outlook\b)[\w-]{2,63}"
    r"[\s-](?:and then |then )?(?:dot|d0t|period|d o t|\(d o t\))[\s-](?:com|c0m|net|org|gg|xyz|io|ru|me|tv|info|online|live|site)\b"
    r"(?!\s(?:bubble|boom|era|crash|bust|millionaire|compan))",
    "p": r"\b(?!cierto\b|um\b|le\b|este\b|un\b)[\w-]{4,63}\s(?:punto (?:com|es|mx)|punkt (?:com|de)|point (?:com|fr))\b",
    "www": r"\bw\s?w\s?w\s?\.?\s[\w-]{3,63}\s?\.?\s?(?:com|c\s?o\s?m|net|org)\b|\bw w w ?\. ?\S+ ?\. ?c ?o ?m\b",
}
_MARKS = {"d": ("dot", "d0t", "period", "d o t"), "p": (" punto ", " punkt ", " point "), "www": ("www", "w w w")}
_FINDERS = [(_MARKS.get(mark, (mark,)), re.compile(pattern)) for mark, pattern in _PATTERNS.items()]
_LEET_DOT = re.compile(r"(?<=[a-z0-9]\.)c0m\b")

_SENTENCE_EARLY = "Links can be sent once you have both talked for a little while. Say it in words first."
_SENTENCE_OFF = "Links are switched off at the moment. Say it in words."


class LinkScreen:
    """A screen on links.

    after: seconds that a room must be open before they pass; messages: how many each side must have said.
    """

    def __init__(self, after: float, messages: int) -> None:
        self._after_ms, self._messages = after * 1000, messages

    def __call__(self, said: Said) -> Finding | None:
        """Refuse links that come too early; find where the others are, to be defanged."""
        spans = tuple(find(said))
        if not spans:
            return None
        if not said.links:
            return Finding(Kind.LINK, Action.REFUSE, 1, sentence=_SENTENCE_OFF, spans=spans)
        if said.age_ms < self._after_ms or min(said.mine, said.theirs) < self._messages:
            return Finding(Kind.LINK, Action.REFUSE, 2, sentence=_SENTENCE_EARLY, score=1, spans=spans)
        return Finding(Kind.LINK, Action.DEFANG, 1, spans=spans)


def find(said: Said) -> Iterator[tuple[int, int]]:
    """Where the links of a message are, as (start, end) in its text."""
    text = said.folded.text
    if "c0m" in text:
        text = _LEET_DOT.sub("com", text)  # as long as before: positions stay
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
    """Write links as "hxxps://example[.]com", which people read and programs do not open."""
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
