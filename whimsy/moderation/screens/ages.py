"""Somebody says that they are younger than 18, or asks for people who are."""

from __future__ import annotations

import re

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.said import Said

_YOUNG = r"(?:1[0-7]|[6-9])"
_AGE = rf"(?:{_YOUNG}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_SEX = r"(?:f|m|female|male|girl|boy|fem|g|b)"
_YEARS = r"(?:\s?(?:years?\s?old|yrs?\s?old|y/?o|yrs?))"
_ME = r"\b(?:i\s?['’]?\s?a?m|me|i just turned)\s+(?:only\s+|just\s+|a\s+|actually\s+)?"
_END = r"(?=\s*(?:$|[.,;:!?)\n]|(?:and|but|so|lol|btw|from|here|u|you|wbu|hbu|what)\b))"  # no unit follows
_SAYS = re.compile(
    "|".join(
        (
            rf"{_ME}{_AGE}(?:{_YEARS}\b|\s?{_SEX}\b|{_END})",
            rf"^\W*{_YOUNG}\s?{_SEX}\W*(?:$|(?:here|from|u|you)\b|[a-z]+\W*$)",
            rf"^\W*{_SEX}\s?{_YOUNG}\W*(?:$|(?:here|from|u|you)\b)",
            rf"^\W*{_AGE}{_YEARS}\s*(?:{_SEX}\b.*)?\W*$",
            rf"\bi\s+(?:just\s+)?turn(?:ed)?\s+{_AGE}\s+(?:yesterday|today|last|this|in|on|a|tomorrow|next|soon)\b",
            rf"{_ME}(?:in\s+)?(?:[6-9]|10|11)th\s+grader?\W*(?:$|(?:wbu|hbu|u|you|and|what|here|lol)\b)",
        )
    )
)
_SEEKS = re.compile(
    r"\b(?:looking for|lf|any(?=one|body)?|want|need|seeking)\s*(?:an?\s+|some\s+)?"
    r"(?:girls?|boys?|teens?|females?|males?|guys?|one|body|ages?)?\s*(?:here\s+|aged?\s+)?"
    rf"{_AGE}(?:{_YEARS}|\s?\+|\s?-\s?{_AGE}|\s?{_SEX}\b)"
)
_DIGIT_OR_NAME = re.compile(r"\d|teen\b|ten\b|eleven|twelve")


def ages(said: Said) -> Finding | None:
    """A message by, or in search of, a minor: flagged high, refused with the reason."""
    text = said.folded.text
    if not _DIGIT_OR_NAME.search(text) or not (_SAYS.search(text) or _SEEKS.search(text)):
        return None
    return Finding(
        Kind.MINOR,
        Action.REFUSE,
        severity=3,
        sentence="That wasn't sent. Whimsy is only for people who are 18 or older.",
        weight=0.4,
    )
