"""What a visitor likes in calls, remembered by their browser."""

from __future__ import annotations

import reflex as rx

from whimsy.settings import settings


class PreferenceState(rx.State):
    """Plain yes or no. A browser's own value is only ever compared with "yes"."""

    always_show: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyAlwaysShow"))
    direct: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyDirect"))

    relayed: rx.Field[bool] = rx.field(default=False)
    """Whether calls can go through a relay here, so that nobody learns an address."""

    screened: rx.Field[bool] = rx.field(default=False)
    """Whether browsers look at strangers' pictures before they show them; each for itself."""

    @rx.event
    def choose_always_show(self, yes: object) -> None:
        """Show strangers' pictures without the blur that is otherwise lifted by a click."""
        self.always_show = "yes" if yes is True else ""


def recall(of: PreferenceState) -> None:
    """Say what calls are like on this server."""
    of.relayed = bool(settings().turn_urls)
    of.screened = settings().picture_screen
