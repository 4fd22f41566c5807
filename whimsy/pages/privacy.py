"""The page at "/privacy": what is kept, where, and for how long."""

import reflex as rx

from whimsy.components.reading import points, reading, section
from whimsy.components.wire import way
from whimsy.states.terms import term


def privacy() -> rx.Component:
    return reading(
        "Privacy",
        way(),
        section(
            "What we know",
            "No account, no name, no e-mail. Your browser keeps a random id that we signed, so that you do not meet the "
            "same person again and a refresh brings your chat back. Clear this site’s data, and it is gone.",
        ),
        section(
            "What is kept, and for how long",
            points(
                f"What you say: in our servers’ memory until {term('kept_after_close')} after the chat ended, then it is "
                "deleted. That memory may keep a journal on disk, so that a restart loses no chat; it is written over "
                "from time to time. Never in our database, never in a log.",
                f"That a chat was, when, how long and how many lines: {term('room_history_days')}, without its words.",
                "When you last searched for somebody: a quarter of an hour, to tell others how busy it is here.",
                f"Which two used an invitation: {term('invitation_lasts')}, so that nobody else can.",
                f"That two would like to meet again: {term('reunion_days')}, as a number that tells nothing about them.",
                f"If you are reported: the last lines of that chat, for {term('evidence_days')}; longer only if a person "
                f"decides so and writes down why, then for {term('hold_days')} at a time.",
                f"That there was a report, without those lines: {term('reports_days')}.",
                f"What was imposed on you: {term('sanctions_days')} after it ended; an answered appeal, "
                f"{term('appeals_days')}.",
                f"Whom you blocked: {term('blocks_days')}. What our moderators did: {term('audit_days')}.",
                "Your network address: never as it is. A scrambled form of it, for "
                f"{term('address_hours')}, to keep floods away; if you are sanctioned, until the sanction ends.",
                "Pictures and sound: nowhere. They go straight to whom you meet, or through a relay that cannot look in.",
                "Captions of what you say aloud, if you turned them on: nowhere. Your own browser writes them down; we "
                "check them as your messages, and pass them on.",
            ),
        ),
        section(
            "What strangers learn",
            "Your words, and in a call your picture and sound. Whoever asked a question that you discuss reads your "
            "words, too, and you are told so. Where calls go through a relay they do not learn your "
            "network address; where they do not, the page says so first.",
        ),
        section(
            "What your browser keeps",
            f"Your id, your interests, that you agreed to the rules, for {term('agreed_for')}, your choices for "
            "calls and for what comes after a chat, until you close the tab what you asked last, and your halves of the meetings that you and a "
            "stranger wished for; a list of all emoji, once you have opened it; and one page of ours, for when there is no network. Nothing of it is for "
            "advertising, and nobody else is told.",
        ),
    )
