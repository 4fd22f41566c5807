"""What happened, taken into a tab's view: what the page must be told besides, and what is to be begun."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from whimsy.acts.attachment import Attachment
from whimsy.engine import Engine
from whimsy.errors import Unavailable
from whimsy.events import Appended, Event, Nudged, Stale, StandingChanged
from whimsy.moderation.sanction import Step
from whimsy.moderation.screens.finding import Nudge
from whimsy.moderation.shunned import ENDS_OF_CALLS, cut_short
from whimsy.moderation.standing import Standing
from whimsy.storage.keys import RoomId


@dataclass(slots=True)
class News:
    """What the page shows anew.

    told: sentences, each with its tone; standing: how the visitor stands, if it was looked at.
    changed: the view is to be shown, since: from the line after this one, None for all of it.
    begin: "stand_by" while something bars the visitor, "start" a lost search again, "search" to follow one.
    """

    told: list[tuple[str, str]] = field(default_factory=list)
    standing: Standing | None = None
    changed: bool = True
    since: int | None = None
    begin: Literal["", "stand_by", "start", "search"] = ""


async def take_in(engine: Engine, me: Attachment, *, barred: bool) -> News:
    """Take in all that the mailbox holds; it holds it again when this raises Unavailable.

    barred: the page says that something bars the visitor.
    """
    with me.opened() as pending:
        news, view = News(), me.view
        room, n, searched = view.room, view.n, view.phase == "searching"
        await _hear_what_is_told(engine, me, pending, news)
        whole = any(isinstance(event, Stale | StandingChanged) for event in pending)
        if not whole and all(view.apply(event) for event in pending):
            news.since = n if room == view.room else None
        elif me.cell is None or view.phase == "elsewhere":
            news.changed = False
            return news
        else:
            kept = await me.look(engine)
            barred = news.standing.barred if news.standing else barred
            if barred and not me.standing_by:
                news.begin = "stand_by"
                return news
            if searched and not barred and (not kept or view.phase == "idle"):
                # Whoever is here did not cancel: the store lost the search, or freed it for silence.
                news.begin = "start"
                return news
        await _count_cut_short(engine, me, pending)
        if view.phase == "searching" and not me.searching:
            news.begin = "search"
        return news


async def _hear_what_is_told(engine: Engine, me: Attachment, pending: list[Event], news: News) -> None:
    for event in pending:
        if isinstance(event, Nudged) and event.room == me.view.room:
            news.told.append((Nudge(event.code).sentence, "care"))
        elif isinstance(event, StandingChanged):
            news.standing = await me.standing(engine)
            if news.standing.step == Step.WARN:
                news.told.append((news.standing.sentence, "error"))


async def _count_cut_short(engine: Engine, me: Attachment, pending: list[Event]) -> None:
    """The other side may have ended a call at once: that speaks against this one."""
    if any(isinstance(e, Appended) and e.entry.code in ENDS_OF_CALLS for e in pending):
        lasted = cut_short(me.view.log, me.view.seat)
        with suppress(Unavailable):
            await engine.moderation.shunned.ended(
                me.place.tab.visitor, me.address, RoomId(me.view.room), lasted
            )
