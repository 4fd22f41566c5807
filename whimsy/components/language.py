"""The choice of a partner's language."""

import reflex as rx

from whimsy.states.wishes import WishState

LANGUAGES = {
    "": "Any language",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "ru": "Русский",
    "uk": "Українська",
    "tr": "Türkçe",
    "ar": "العربية",
    "fa": "فارسی",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "vi": "Tiếng Việt",
    "th": "ไทย",
    "zh": "中文",
    "ja": "日本語",
    "ko": "한국어",
}


def language() -> rx.Component:
    """A native select, as phones show a picker of their own for it."""
    return rx.el.div(
        rx.el.label("Language", html_for="language"),
        rx.el.div(
            rx.el.select(
                *[
                    # Each name is in its own language, so a page translation must leave it.
                    rx.el.option(name, value=code, custom_attrs={"translate": "no" if code else "yes"})
                    for code, name in LANGUAGES.items()
                ],
                id="language",
                # Not controlled, as the choice would jump back until the server has answered.
                default_value=WishState.language,
                on_change=WishState.choose_language,
            ),
            class_name="select",
        ),
        class_name="wish",
    )
