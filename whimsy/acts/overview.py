"""What changes by itself at the desk: numbers, queues, switches."""

from dataclasses import dataclass

from whimsy.engine import Engine
from whimsy.errors import NotModerator, Unavailable
from whimsy.moderation import audit, numbers
from whimsy.moderation.appeals import Appeal
from whimsy.moderation.moderation import Moderation
from whimsy.moderation.numbers import Numbers
from whimsy.moderation.queue import Case
from whimsy.moderation.sanction import Sanction
from whimsy.moderation.switches import Board
from whimsy.storage.set_aside import SetAside
from whimsy.storage.sql import AWAY


@dataclass(frozen=True, slots=True)
class Overview:
    """aside: how many lines are set aside, and the first of them."""

    numbers: Numbers
    hours: list[int]
    cases: list[Case]
    appeals: list[tuple[Appeal, Sanction | None]]
    aside: tuple[int, list[SetAside]]
    board: Board
    pace: str


async def overview(engine: Engine, secret: str) -> Overview | NotModerator | None:
    """What to show to a moderator; NotModerator if the session is over, None while a store is away."""
    moderation = engine.moderation
    try:
        await moderation.desk.who(secret, active=False)
        return Overview(
            await numbers.read(engine.store, moderation.sessions),
            await numbers.by_hour(moderation.sessions),
            await moderation.queue.open(),
            await moderation.appeals.waiting(),
            (await moderation.aside.count(), await moderation.aside.first()),
            await moderation.switches.board(),
            moderation.capacity.video,
        )
    except NotModerator as over:
        return over
    except (Unavailable, *AWAY):
        return None


async def acts_before(moderation: Moderation, line: int | None, many: int) -> list[audit.Audit]:
    """The newest lines of the record, or those before `line`, newest first; raises SQLAlchemy's errors."""
    async with moderation.sessions() as session:
        return await audit.lines(session, line, many)
