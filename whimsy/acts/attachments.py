"""The tabs whose sockets this process holds."""

import itertools

from whimsy.acts.attachment import Attachment, Socket
from whimsy.acts.view import View
from whimsy.rooms.room import Place
from whimsy.visitors.identity import Tab, VisitorId


class Attachments:
    """Attachments by Reflex's token, by the websocket, and by the holder that the store knows."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._by_token: dict[str, Attachment] = {}
        self._by_link: dict[str, Attachment] = {}
        self._by_holder: dict[str, Attachment] = {}

    def of(self, token: str, sid: str) -> Attachment | None:
        """The attachment of the caller of an event. Both names come from the server, never the browser."""
        attachment = self._by_token.get(token)
        return attachment if attachment and attachment.socket.sid == sid else None

    def on_link(self, link: str) -> Attachment | None:
        return self._by_link.get(link)

    def held(self, holder: str) -> Attachment | None:
        return self._by_holder.get(holder)

    def all(self) -> list[Attachment]:
        return list(self._by_token.values())

    def visitors(self) -> set[VisitorId]:
        return {attachment.place.tab.visitor for attachment in self._by_token.values()}

    def add(self, socket: Socket, tab: Tab, inbox: str, history: int) -> Attachment:
        """Hold `tab` with this socket, instead of what its token held before; returns the attachment.

        inbox: of this process; history: how many lines the view keeps.
        """
        if before := self._by_token.get(socket.token):
            self.drop(before)
        holder = f"{inbox}/{next(self._numbers)}"
        attachment = Attachment(socket, Place(tab, holder), View(history))
        self._by_token[socket.token] = self._by_link[socket.link] = self._by_holder[holder] = attachment
        return attachment

    def drop(self, attachment: Attachment) -> None:
        """Forget an attachment, whose tasks end."""
        attachment.gone = True
        self._by_holder.pop(attachment.place.holder, None)
        socket = attachment.socket
        for index, key in ((self._by_token, socket.token), (self._by_link, socket.link)):
            if index.get(key) is attachment:
                del index[key]
