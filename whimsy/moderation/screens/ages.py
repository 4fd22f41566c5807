"""Somebody says that they are younger than 18, or asks for people who are."""

from __future__ import annotations

import re

from whimsy.moderation.screens.finding import Action, Finding, Kind
from whimsy.moderation.screens.said import Said

_YOUNG = r"(?:1[0-7]|[6-9])"
_SPELLED = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_SEX = r"(?:f|m|female|male|girl|boy|fem|g|b)"
_AGE = rf"(?:{_YOUNG}|{_SPELLED})"
_YEARS = r"(?:\s?(?:years?\s?old|yrs?\s?old|y/?o|yo|yrs?))"
_END = r"(?=\s*(?:$|[.,;:!?)\n]|and\b|but\b|so\b|lol\b|btw\b|from\b|here\b|u\b|you\b|wbu\b|hbu\b|what\b))"
_ME = rf"\b(?:i\s?['’]?\s?a?m|im|me|i\s?['’]?ve just turned|i just turned)\s+(?:only\s+|just\s+|a\s+|actually\s+)?"
_SAYS = re.compile(
    rf"{_ME}{_AGE}(?:{_YEARS}\b|\s?{_SEX}\b|{_END})"
    rf"|^\W*{_YOUNG}\s?{_SEX}\W*(?:$|here\b|from\b|u\b|you\b|[a-z]+\W*$)"
    rf"|^\W*{_SEX}\s?{_YOUNG}\W*(?:$|here\b|from\b|u\b|you\b)"
    rf"|^\W*{_AGE}{_YEARS}\s*(?:{_SEX}\b.*)?\W*$"
    rf"|\bi\s+(?:just\s+)?(?:turned|turn)\s+{_AGE}\s+(?:yesterday|today|last|this|in|on|a|tomorrow|next|soon)\b"
    rf"|{_ME}(?:in\s+)?(?:[6-9]|10|11)th\s+(?:grade|grader)\W*(?:$|wbu|hbu|u\b|you\b|and\b|what\b|here\b|lol\b)"
)
_SEEKS = re.compile(
    rf"\b(?:looking for|lf|any(?=one|body)?|want|need|seeking)\s*(?:an?\s+|some\s+)?(?:girls?|boys?|teens?|females?|males?|guys?|one|body|ages?)?"
    rf"\s*(?:here\s+|aged?\s+)?{_AGE}(?:{_YEARS}|\s?\+|\s?-\s?{_AGE}|\s?{_SEX}\b)"
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
        score=6,
    )
