"""How long things are kept and how much fits, as this server has it: pages say nothing else."""

from __future__ import annotations

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
    """What the settings of this server say. A page begins with those of the machine that built it."""

    told: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: terms(settings()))
    longest: rx.Field[int] = rx.field(settings().max_graphemes)
    history: rx.Field[int] = rx.field(settings().history)
    interests: rx.Field[int] = rx.field(settings().max_interests)

    @rx.event
    def tell(self) -> None:
        """A page that says any of it was opened.

        Reflex alone sends only what differs from this server's own defaults, not from those of the build.
        """
        self.told = terms(settings())
        self.longest = settings().max_graphemes
        self.history = settings().history
        self.interests = settings().max_interests


def term(name: str) -> rx.vars.StringVar:
    """The term that the setting `name` is, in words; raises KeyError where no page tells it."""
    terms(settings())[name]
    return TermsState.told[name]
