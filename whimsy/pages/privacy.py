"""The page at "/privacy"."""

from __future__ import annotations

import reflex as rx

from whimsy.components.reading import points, reading, section


def privacy() -> rx.Component:
    """What is kept, where, and for how long."""
    return reading(
        "Privacy",
        section(
            "What we know",
            "No account, no name, no e-mail. Your browser keeps a random id that we signed, so that you do not meet the "
            "same person again and a refresh brings your chat back. Clear this site’s data, and it is gone.",
        ),
        section(
            "What is kept, and for how long",
            points(
                "What you say: until ten minutes after the chat ended. Never on disk, never in a log.",
                "That a chat was, when, how long and how many lines: 90 days, without its words.",
                "If you are reported: the last lines of that chat, for 30 days; longer only if a person decides so and "
                "writes down why, then for 365 days at a time.",
                "That there was a report, without those lines: 180 days.",
                "What was imposed on you: 365 days after it ended; an answered appeal, 365 days.",
                "Whom you blocked: 365 days. What our moderators did: 730 days.",
                "Your network address: never as it is. A scrambled form of it, for a day, to keep floods away; if you are "
                "sanctioned, until the sanction ends.",
                "Pictures and sound: nowhere. They go straight to whom you meet, or through a relay that cannot look in.",
            ),
        ),
        section(
            "What strangers learn",
            "Your words, and in a call your picture and sound. Where calls go through a relay they do not learn your "
            "network address; where they do not, the page says so first.",
        ),
        section(
            "What your browser keeps",
            "Your id, your interests, that you agreed to the rules, for 180 days, and your choices for calls. Nothing of "
            "it is for advertising, and nobody else is told.",
        ),
    )
