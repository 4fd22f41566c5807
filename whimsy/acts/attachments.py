"""The tabs whose sockets this process holds."""

from __future__ import annotations

import itertools

from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.view import View
from whimsy.rooms.room import Place
from whimsy.visitors.identity import Tab, VisitorId


class Attachments:
    """Found by Reflex's token, by the websocket, and by the holder under which the store knows them."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._by_token: dict[str, Attachment] = {}
        self._by_link: dict[str, Attachment] = {}
        self._by_holder: dict[str, Attachment] = {}

    def of(self, token: str, sid: str) -> Attachment | None:
        """The attachment of the caller of an event; both names come from the server, never the browser."""
        attachment = self._by_token.get(token)
        return attachment if attachment and attachment.socket.sid == sid else None

    def on_link(self, link: str) -> Attachment | None:
        """The attachment whose websocket this is."""
        return self._by_link.get(link)

    def held(self, holder: str) -> Attachment | None:
        """The attachment that the store calls `holder`."""
        return self._by_holder.get(holder)

    def all(self) -> list[Attachment]:
        """All of them, as of now."""
        return list(self._by_token.values())

    def visitors(self) -> set[VisitorId]:
        """Whose tabs they are."""
        return {attachment.place.tab.visitor for attachment in self._by_token.values()}

    def add(self, socket: Socket, tab: Tab, inbox: str, history: int) -> Attachment:
        """Hold `tab` with this socket, instead of whatever its token held before; returns the attachment.

        inbox: where this process hears its events; history: how many lines the view keeps.
        """
        if before := self._by_token.get(socket.token):
            self.drop(before)
        holder = f"{inbox}/{next(self._numbers)}"
        attachment = Attachment(socket, Place(tab, holder), View(history))
        self._by_token[socket.token] = self._by_link[socket.link] = self._by_holder[holder] = attachment
        return attachment

    def drop(self, attachment: Attachment) -> None:
        """Its socket is gone, or holds another tab now; whoever still works for it ends."""
        attachment.gone = True
        self._by_holder.pop(attachment.place.holder, None)
        socket = attachment.socket
        for index, key in ((self._by_token, socket.token), (self._by_link, socket.link)):
            if index.get(key) is attachment:
                del index[key]
