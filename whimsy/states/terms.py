"""The settings of this server that pages tell: how long things are kept, and limits."""

import reflex as rx

from whimsy import durations
from whimsy.settings import Settings, settings


def terms(told: Settings) -> dict[str, str]:
    """How long things are kept, in words, by the name of the setting."""
    seconds = ("kept_after_close", "agreed_for", "invitation_lasts")
    days = (name for name in Settings.model_fields if name.endswith("_days"))
    return {
        **{name: durations.term(86400 * getattr(told, name)) for name in days},
        **{name: durations.term(getattr(told, name)) for name in seconds},
        "address_hours": durations.term(3600 * told.address_hours),
    }


class TermsState(rx.State):
    """Its defaults are those of the machine that built the page."""

    told: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: terms(settings()))
    longest: rx.Field[int] = rx.field(settings().max_graphemes)
    longest_question: rx.Field[int] = rx.field(settings().max_question)
    history: rx.Field[int] = rx.field(settings().history)
    interests: rx.Field[int] = rx.field(settings().max_interests)

    @rx.event
    def tell(self) -> None:
        """Send this server's settings to the page.

        Reflex itself sends only what differs from this server's defaults, which may differ from the build's.
        """
        self.told = terms(settings())
        self.longest = settings().max_graphemes
        self.longest_question = settings().max_question
        self.history = settings().history
        self.interests = settings().max_interests


def term(name: str) -> rx.vars.StringVar:
    """The setting `name` in words, for a page; raises KeyError for one that is not in `terms`."""
    terms(settings())[name]
    return TermsState.told[name]
