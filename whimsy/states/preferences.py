"""A visitor's preferences for calls, kept by their browser, and what calls are like on this server."""

import reflex as rx

from whimsy.settings import settings


class PreferenceState(rx.State):
    """always_show, direct: "yes" or "". A browser may have kept anything, so they are only compared."""

    always_show: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyAlwaysShow"))
    direct: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyDirect"))

    relayed: rx.Field[bool] = rx.field(default=False)
    """Whether calls can go through a relay, so that partners do not learn an address."""

    screened: rx.Field[bool] = rx.field(default=False)
    """Whether browsers check a stranger's picture for nudity before they show it."""

    @rx.event
    def choose_always_show(self, yes: object) -> None:
        """Choose whether strangers' pictures are shown at once; otherwise they are blurred until a click."""
        self.always_show = "yes" if yes is True else ""


def recall(of: PreferenceState) -> None:
    """Set what this server's settings say of calls."""
    of.relayed = bool(settings().turn_urls)
    of.screened = settings().picture_screen
