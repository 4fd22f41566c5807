"""Takes events into a tab's view, and tells what else the page must show or begin."""

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
    """What the page must do.

    told: notices, each with its tone; standing: the visitor's, if it was read; changed: whether to show the
    view, since: its lines after this seq, None for all; begin: "stand_by" to wait until nothing bars the
    visitor, "start" to begin a lost search again, "search" to follow one.
    """

    told: list[tuple[str, str]] = field(default_factory=list)
    standing: Standing | None = None
    changed: bool = True
    since: int | None = None
    begin: Literal["", "stand_by", "start", "search"] = ""


async def take_in(engine: Engine, me: Attachment, *, barred: bool) -> News:
    """Take in all events of the mailbox, which are put back if this raises Unavailable.

    barred: whether the page shows that something bars the visitor.
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
                # The visitor did not cancel: the store lost the search, or freed it.
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
    """Count a call that the other side ended, which may speak against this side."""
    if any(isinstance(e, Appended) and e.entry.code in ENDS_OF_CALLS for e in pending):
        lasted = cut_short(me.view.log, me.view.seat)
        with suppress(Unavailable):
            await engine.moderation.shunned.ended(
                me.place.tab.visitor, me.address, RoomId(me.view.room), lasted
            )
