"""A tab's page, for the handlers of every state: who calls, what they are told, and the view to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whimsy import errors
from whimsy.acts import switchboard
from whimsy.acts.arrival import arrive, recognise
from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.news import take_in
from whimsy.acts.office import Office
from whimsy.states import preferences, wishes
from whimsy.states.preferences import PreferenceState
from whimsy.states.wishes import WishState

if TYPE_CHECKING:
    from whimsy.states.chat import ChatState

_LOST = "Your last chat is over: the connection to it was lost."


class Page:
    """What `chat` shows."""

    def __init__(self, chat: ChatState, office: Office, socket: Socket) -> None:
        self._chat, self._office, self._socket = chat, office, socket

    @property
    def attached(self) -> Attachment | None:
        """The tab this page holds, if it has arrived."""
        return self._office.attachments.of(self._socket.token, self._socket.sid)

    async def caller(self) -> Attachment:
        """Who calls, from what the server knows of the socket; raises TooFast or Unavailable."""
        return self.attached or await self.arrive()

    async def arrive(self) -> Attachment:
        """Find out whose page this is and where they are, and show it; raises TooFast or Unavailable."""
        chat = self._chat
        known = recognise(self._office.engine.identity, str(chat.visitor_token), str(chat.tab_secret))
        chat.visitor_token, chat.tab_secret = known.token, known.secret
        wishes.recall(await chat.get_state(WishState))
        liked = await chat.get_state(PreferenceState)
        preferences.recall(liked)
        me, standing = await arrive(self._office, known, self._socket, direct=liked.direct == "yes")
        if standing:
            chat._bar(standing)
        if me.view.phase == "idle" and chat.talking:
            self.tell(_LOST)
        self.show(me)
        return me

    async def absorb(self, me: Attachment) -> Any:
        """Show what happened; returns the handler of what is to be begun then, if anything."""
        chat, begun = self._chat, type(self._chat)
        news = await take_in(self._office.engine, me, barred=bool(chat.barring))
        for sentence, tone in news.told:
            self.tell(sentence, tone)
        if news.standing:
            chat._bar(news.standing)
        if news.changed:
            self.show(me, news.since)
        return {"stand_by": begun.stand_by, "start": begun.start, "search": begun.search}.get(news.begin)

    def tell(self, sentence: str, tone: str = "error") -> None:
        """Say a sentence; "" takes away what was said."""
        chat = self._chat
        chat.notice = {"id": chat.notice["id"] + 1, "text": sentence, "tone": tone}

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn a refusal into a sentence; nothing else changed."""
        try:
            yield
        except errors.WhimsyError as error:
            self.tell(error.sentence)

    def show(self, me: Attachment, since: int | None = None) -> None:
        """Copy the view to the vars, of its lines those after `since`; only what differs is sent."""
        chat, engine, view = self._chat, self._office.engine, me.view
        if chat.room and chat.room != view.room:
            chat.previous = chat.room  # may still be reported
        for name, value in {
            "phase": view.phase,
            "stage": int(view.stage),
            "room": view.room,
            "shared": list(view.shared),
            "partner_away": view.away,
            "video": view.consent,
            "talking": view.room if view.phase == "chatting" else "",
        }.items():
            if getattr(chat, name) != value:
                setattr(chat, name, value)
        if view.rest != chat.resting["until"] or (view.rest > 0 and since is None):
            # In seconds from now: no browser's clock is asked.
            chat.resting = {"until": view.rest, "seconds": view.resting(engine.store.now())}
        if view.video != "on":
            chat.call = switchboard.NO_CALL
        elif view.call != chat.call["n"] or since is None:
            chat.call = switchboard.call_for(engine, me)
        if since != view.n:
            # By this the page knows what day it is: a browser's own clock may be wrong.
            now = {"now": int(engine.store.now() * 1000)} if view.room else {}
            chat.lines = {**view.lines(since), **now}
