"""Ways to be reached, ages, grooming moves and money: a nudge to the receiver and a score, never a refusal.

Source of the moves: the stages that studies of online grooming describe (access, trust, isolation, secrecy),
and the advance-fee and sextortion patterns that consumer agencies warn of.
"""

from __future__ import annotations

import re

from whimsy.moderation.screens.finding import Action, Finding, Kind, Nudge
from whimsy.moderation.screens.folding import unleet
from whimsy.moderation.screens.phrases import LISTS, Phrases
from whimsy.moderation.screens.said import Said

_APP = (
    r"(?:snap(?:chat)?|insta(?:gram)?|ig|sc|tg|tele(?:gram)?|kik|discord|dc|whatsapp|wa|wechat|skype|line id"
    r"|facebook|fb|twitter|tiktok|viber)"
)
_HANDLE = r"(?=[\w.-]{0,29}[\d_.])[a-z][\w.-]{2,29}\w"
_STRUCTURED = {
    Kind.CONTACT: re.compile(
        # a name on an app: "snap: sofia", "ig sofia.xx9", "tele @sofia"; "sofia#1234"; 👻 is Snapchat's
        rf"\b{_APP}\s?(?:id|name|user|username)?\s?[:=]\s?@?[a-z][\w.:-]{{2,}}"
        rf"|\b{_APP}\s(?:is\s|me\s|id\s)?(?:@[a-z][\w.]{{2,}}|{_HANDLE}\b)"
        r"|\b[a-z][\w.]{2,30}#\d{4}\b"
        r"|^\W{0,3}👻\s?:?\s?@?[a-z][\w.]{4,}\s*(?:add me)?\W*$"
        # an e-mail address, also spelled out
        r"|[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2}"
        r"|\b(?:at|\(at\)|\[at\]|@)\s?\b(?:gmail|hotmail|yahoo|outlook|icloud|proton(?:mail)?|gmx|aol|mail)\b"
        r"|[\[(]at[\])]\s?\w+\s?[\[(.]\s?(?:dot\b|com\b)"
    ),
    Kind.PAYMENT: re.compile(
        r"(?<!\S)\$[a-z]\w{3,}|\bbc1[a-z0-9]{25,60}\b|\b0x[0-9a-f]{40}\b|\b(?:cashapp|venmo|paypal)\s?:?\s?[@$]\w"
    ),
}
_PHONE = re.compile(r"(?<![\w.,:/-])(?:\+|00)?[\d(][\d ().-]{5,22}\d(?![\w/:]|[.,]\d)")
_REACH = re.compile(r"\b(?:call|text|whatsapp|wa|num|number|phone|cell|ring|sms|mobile|tel)\b")
_GROUPED = re.compile(
    r"(?:\+|00)\d[\d ().-]{6,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}"
)
_DIGITS = {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
_LOUD = 7
"""So many digits spoken in a row are a number to call, unless they only count up."""

_NUDGES = {
    Kind.CONTACT: Nudge.CONTACT,
    Kind.GROOMING: Nudge.SAFETY,
    Kind.PAYMENT: Nudge.MONEY,
}
_SCORES = {1: 1, 2: 2, 3: 4}


class ContactScreen:
    """A screen on moves. `lists/moves.*.tsv` hold the phrases; what has a shape is matched here."""

    def __init__(self) -> None:
        self._phrases = Phrases(sorted(LISTS.glob("moves.*.tsv")))

    def __call__(self, said: Said) -> Finding | None:
        """The worst move of the message, with the score of all of them."""
        moves: dict[Kind, int] = {}
        for entry in self._phrases.find(said.folded.words):
            kind = Kind(entry.category)
            moves[kind] = max(moves.get(kind, 0), entry.severity)
        read = unleet(said.folded.text)
        for kind, shape in _STRUCTURED.items():
            if shape.search(said.folded.text) or shape.search(read):
                moves[kind] = max(moves.get(kind, 0), 2)
        if _number(said.folded.text):
            moves[Kind.CONTACT] = 2
        if not moves:
            return None
        worst = max(moves, key=lambda kind: (moves[kind], kind is Kind.PAYMENT))
        nudge = _NUDGES.get(worst)
        return Finding(
            worst,
            Action.NUDGE if nudge else Action.FLAG,
            moves[worst],
            nudge=nudge,
            score=sum(_SCORES[severity] for severity in moves.values()),
        )


def _number(text: str) -> bool:
    """Whether the text holds a number to call."""
    for found in _PHONE.finditer(text):
        digits = [character for character in found[0] if character.isdigit()]
        if not 7 <= len(digits) <= 15:
            continue
        if _GROUPED.fullmatch(found[0].strip()) or (_REACH.search(text) and len(digits) >= _LOUD):
            return True
    return _spoken(text)


def _spoken(text: str) -> bool:
    run: list[str] = []
    for word in [*re.findall(r"\w+", text), ""]:
        if word in _DIGITS:
            run.append(word)
            continue
        if len(run) >= _LOUD:
            return True
        run.clear()
    return False
