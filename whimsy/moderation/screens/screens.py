"""All screens in order: ours, the deployer's own, and then the one that counts over many rooms."""

import dataclasses
import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from whimsy.moderation.screens.ages import AgeScreen
from whimsy.moderation.screens.contacts import ContactScreen
from whimsy.moderation.screens.finding import Finding, Kind, Verdict
from whimsy.moderation.screens.flood import Flood, Things
from whimsy.moderation.screens.links import LinkScreen, defang
from whimsy.moderation.screens.own import OwnScreen
from whimsy.moderation.screens.phrases import BadList
from whimsy.moderation.screens.said import Said
from whimsy.moderation.screens.words import WordScreen
from whimsy.settings import BadSettings, Settings

Screen = Callable[[Said], Finding | None]

_log = logging.getLogger("whimsy.screens")


class Screens:
    """The screens of a process. Raises BadSettings if a setting names what does not exist.

    key: a signing key, from which the key for digests of repeated texts is derived.
    """

    def __init__(self, settings: Settings, key: str) -> None:
        self._screens = ours(settings)
        self._own = [OwnScreen(name, settings.screen_timeout) for name in settings.screens]
        self._flood = Flood(key, settings)

    async def look(self, said: Said) -> Verdict:
        """What the screens say of a message by itself.

        Nothing is raised: a screen that fails is logged by its name, and the message passes without it.
        """
        findings = [found for screen in self._screens if (found := _safely(screen, said))]
        findings += [found for own in self._own if (found := await own(said))]
        spans = next((found.spans for found in findings if found.kind is Kind.LINK and found.spans), ())
        return Verdict(defang(said.text, spans) if spans else said.text, tuple(findings))

    def counted(self, said: Said, verdict: Verdict) -> Things:
        """What is to be counted of a message over many rooms, by the step that posts it."""
        return self._flood.things(said, {found.kind for found in verdict.findings})

    def weigh(self, verdict: Verdict, things: Things, counts: Sequence[int]) -> Verdict:
        """The verdict with what the counts of the things add up to."""
        more = self._flood.weigh(things, counts)
        return dataclasses.replace(verdict, findings=(*verdict.findings, *more)) if more else verdict


def ours(settings: Settings) -> Sequence[Screen]:
    """The pure screens that come with Whimsy; raises BadSettings."""
    ages, contacts = _fixed()
    links = LinkScreen(settings.links_after, settings.links_after_messages)
    return ages, _words(settings), links, contacts


@cache
def _fixed() -> tuple[Screen, Screen]:
    """The screens without settings, made once, as their lists take a tenth of a second."""
    return AgeScreen(), ContactScreen()


def _words(settings: Settings) -> Screen:
    try:
        return WordScreen([Path(name) for name in settings.words])
    except (OSError, UnicodeDecodeError):
        raise BadSettings("WHIMSY_WORDS must name word lists that can be read") from None
    except BadList as error:
        raise BadSettings(f"WHIMSY_WORDS: {error}") from None


def check(settings: Settings) -> None:
    """Raise BadSettings if the screens cannot work with these settings."""
    _words(settings)
    for name in settings.screens:
        OwnScreen(name, settings.screen_timeout)


def _safely(screen: Screen, said: Said) -> Finding | None:
    try:
        return screen(said)
    except Exception as error:
        # Not the exception, which may quote the message.
        name = getattr(screen, "__name__", type(screen).__name__)
        _log.error("screen %s failed: %s", name, type(error).__name__)
        return None
