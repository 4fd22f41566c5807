"""How long things are kept and how much fits, by this server's settings, as pages tell it."""

import reflex as rx

from whimsy import durations
from whimsy.settings import Settings, settings


def terms(told: Settings) -> dict[str, str]:
    """Every term that a page tells, by the name of its setting, in words."""
    days = (name for name in Settings.model_fields if name.endswith("_days"))
    return {
        **{name: durations.term(86400 * getattr(told, name)) for name in days},
        **{name: durations.term(getattr(told, name)) for name in ("kept_after_close", "agreed_for")},
        "address_hours": durations.term(3600 * told.address_hours),
    }


class TermsState(rx.State):
    """The settings of this server that pages tell. At first a page has those of the machine that built it."""

    told: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: terms(settings()))
    longest: rx.Field[int] = rx.field(settings().max_graphemes)
    history: rx.Field[int] = rx.field(settings().history)
    interests: rx.Field[int] = rx.field(settings().max_interests)

    @rx.event
    def tell(self) -> None:
        """Send them to a page that tells any.

        Reflex itself would send only what differs from this server's defaults, but not from the build's.
        """
        self.told = terms(settings())
        self.longest = settings().max_graphemes
        self.history = settings().history
        self.interests = settings().max_interests


def term(name: str) -> rx.vars.StringVar:
    """The setting `name` as a term in words; raises KeyError if no page tells it."""
    terms(settings())[name]
    return TermsState.told[name]
