"""Ways to be reached, grooming and money: they nudge the receiver and are noted, never refused.

Source: the stages that studies of online grooming describe (access, trust, isolation, secrecy), and the
advance-fee and sextortion patterns that consumer agencies warn of.
"""

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
_NAMED = re.compile(
    # a name on an app: "snap: sofia", "ig sofia.xx9", "tele @sofia"; "sofia#1234"; 👻 is Snapchat's
    rf"\b{_APP}\s?(?:id|name|user|username)?\s?[:=]\s?@?[a-z][\w.:-]{{2,}}"
    rf"|\b{_APP}\s(?:is\s|me\s|id\s)?(?:@[a-z][\w.]{{2,}}|{_HANDLE}\b)"
    r"|\b(?:im|i am|its|it's|add|follow|name is|user is|username)\s@?(?:[a-z]\w*[_.]\w{2,}|[a-z]{3,}\d{2,})"
    r"(?![\w.]|\s?\()"
    r"|\b[a-z][\w.]{2,30}#\d{4}\b"
    r"|^\W{0,3}👻\s?:?\s?@?[a-z][\w.]{4,}\s*(?:add me)?\W*$"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2}"
    r"|\b(?:at|\(at\)|\[at\]|@)\s?\b(?:gmail|hotmail|yahoo|outlook|icloud|proton(?:mail)?|gmx|aol|mail)\b"
    r"|[\[(]at[\])]\s?\w+\s?[\[(.]\s?(?:dot\b|com\b)"
)
_MONEY = re.compile(
    r"\b(?:give|send|pay|help|lend|loan|spare|need|borrow|transfer|get|buy|for|sell)\b[^.!?\n]{0,30}"
    r"(?:[$€£]\s?\d{2,}|\b\d{2,}\s?(?:dollars|bucks|usd|euros?|eur)\b)"
    r"(?=.{0,30}\b(?:you|u|me|daily|weekly|til|until|pls|please)\b)"
    r"|(?<!\S)\$[a-z]\w{3,}|\b(?:cashapp|venmo|paypal)\s?:?\s?[@$]\w"
)
_WALLET = re.compile(r"\bbc1[a-z0-9]{25,60}\b|\b0x[0-9a-f]{40}\b")
_SHAPES = (
    # Kind, shape, and the signs of which the shape needs one: most texts have none, which is quick to see.
    (Kind.CONTACT, _NAMED, re.compile(r"[\d_.:=@#👻]")),
    (Kind.CONTACT, _EMAIL, re.compile(r"@|mail|yahoo|outlook|icloud|proton|gmx|aol|[(\[]at")),
    (Kind.PAYMENT, _MONEY, re.compile(r"[$€£@]|dollars|bucks|usd|eur")),
    (Kind.PAYMENT, _WALLET, re.compile(r"bc1|0x")),
)
_PHONE = re.compile(r"(?<![\w.,:/-])(?:\+|00)?[\d(][\d ().-]{5,22}\d(?![\w/:]|[.,]\d)")
_REACH = re.compile(r"\b(?:call|text|whatsapp|wa|num|number|phone|cell|ring|sms|mobile|tel)\b")
_GROUPED = re.compile(
    r"(?:\+|00)\d[\d ().-]{6,}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}"
)
_DIGIT = re.compile(r"\d")
_DIGITS = {"zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
_LOUD = 7
"""From so many digits in a row, written or spoken, a number may be one to call."""
_LONGEST = 15
"""Digits of the longest telephone number (ITU-T E.164)."""

_NUDGES = {
    Kind.CONTACT: Nudge.CONTACT,
    Kind.GROOMING: Nudge.SAFETY,
    Kind.PAYMENT: Nudge.MONEY,
}
_WEIGHTS = {1: 0.0, 2: 0.05, 3: 0.2}


class ContactScreen:
    """A screen on the phrases of `lists/moves.*.tsv`, and on what has a shape, such as an e-mail address."""

    def __init__(self) -> None:
        self._phrases = Phrases(sorted(LISTS.glob("moves.*.tsv")))

    def __call__(self, said: Said) -> Finding | None:
        moves: dict[Kind, int] = {}
        for phrase in self._phrases.find(said.folded.words, said.folded.readings):
            kind = Kind(phrase.category)
            moves[kind] = max(moves.get(kind, 0), phrase.severity)
        for text in {said.folded.text, unleet(said.folded.text)}:
            for kind, shape, sign in _SHAPES:
                if sign.search(text) and shape.search(text):
                    moves[kind] = max(moves.get(kind, 0), 2)
        if _number(said.folded.text) or _spoken(said):
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
            weight=sum(_WEIGHTS[severity] for severity in moves.values()),
        )


def _number(text: str) -> bool:
    if not _DIGIT.search(text) or sum(map(str.isdigit, text)) < _LOUD:
        return False
    reach = _REACH.search(text) is not None
    for found in _PHONE.finditer(text):
        digits = sum(map(str.isdigit, found[0]))
        if _LOUD <= digits <= _LONGEST and (_GROUPED.fullmatch(found[0].strip()) or reach):
            return True
    return False


def _spoken(said: Said) -> bool:
    if _DIGITS.isdisjoint(said.folded.readings):
        return False
    run = 0
    for readings in said.folded.words:
        run = run + 1 if readings[0] in _DIGITS else 0
        if run >= _LOUD:
            return True
    return False
