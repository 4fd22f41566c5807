"""What two do together besides talking: reactions to messages, and topics that are drawn by chance."""

from whimsy.acts.attachment import Attachment
from whimsy.acts.office import Office
from whimsy.engine import Engine
from whimsy.lobby.ticket import parse_language
from whimsy.rooms.reactions import parse_reaction
from whimsy.rooms.room import parse_seq
from whimsy.storage.keys import RoomId
from whimsy.visitors.budgets import Budget


async def react(office: Office, me: Attachment, room: RoomId, to: object, reaction: object) -> None:
    """Put a reaction on message `to`, or take it back with "". It costs as much as a message.

    Raises Malformed, MessageGone, TooFast, NotInRoom, RoomClosed, NotHolder or Unavailable.
    """
    engine, named = office.engine, (parse_seq(to), parse_reaction(reaction))
    await engine.rooms.react(me.place, room, *named, _price(engine, me))


async def propose(office: Office, me: Attachment, room: RoomId, language: object) -> None:
    """Show both a topic in `language`, one that this chat had not yet. It costs as much as a message.

    Raises Malformed, TooFast, NotInRoom, RoomClosed, NotHolder or Unavailable.
    """
    engine = office.engine
    told = {entry.text for entry in me.view.log if entry.code == "topic"}
    topic = engine.topics.draw(parse_language(language), told)
    await engine.rooms.propose(me.place, room, topic, _price(engine, me))


def _price(engine: Engine, me: Attachment) -> Budget:
    return engine.budgets.of("message", me.place.tab.visitor)
