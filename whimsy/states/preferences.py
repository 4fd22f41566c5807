"""What a visitor likes in calls, remembered by their browser."""

import reflex as rx

from whimsy.settings import settings


class PreferenceState(rx.State):
    """Each is yes or no. What a browser kept is only compared with "yes"."""

    always_show: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyAlwaysShow"))
    direct: rx.Field[str] = rx.field(rx.LocalStorage("", name="whimsyDirect"))

    relayed: rx.Field[bool] = rx.field(default=False)
    """Whether calls can go through a relay here, so that nobody learns an address."""

    screened: rx.Field[bool] = rx.field(default=False)
    """Whether browsers look for nudity in a stranger's picture before they show it."""

    @rx.event
    def choose_always_show(self, yes: object) -> None:
        """Show strangers' pictures without the blur, which else a click lifts."""
        self.always_show = "yes" if yes is True else ""


def recall(of: PreferenceState) -> None:
    """Say what calls are like on this server."""
    of.relayed = bool(settings().turn_urls)
    of.screened = settings().picture_screen
