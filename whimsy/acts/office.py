"""What the acts of one server process share."""

import logging
import time
from dataclasses import dataclass, field

from whimsy.acts.attachments import Attachments
from whimsy.acts.browsers import Browsers
from whimsy.acts.mailboxes import Mailboxes
from whimsy.engine import Engine
from whimsy.lobby.prospect import UNKNOWN, Prospect
from whimsy.storage.keys import CELLS

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Office:
    """It lives as long as the server. online: the headcount; away: whether the store does not answer.

    prospects: what whoever waits may expect, by cell; draining: whether this process is about to end, and
    begins nothing new; open: whether the pages show that searches may begin.
    """

    engine: Engine
    attachments: Attachments
    mailboxes: Mailboxes
    browsers: Browsers
    online: int = 0
    prospects: dict[str, Prospect] = field(default_factory=lambda: dict.fromkeys(CELLS, UNKNOWN))
    away: bool = False
    draining: bool = False
    open: bool = True

    async def show_online(self, count: int) -> None:
        if count != self.online:
            self.online = count
            await self.browsers.show_all("count", count)

    async def show_prospects(self, prospects: dict[str, Prospect]) -> None:
        if prospects != self.prospects:
            self.prospects = prospects
            await self.browsers.show_all("prospects", prospects)

    async def show_opening(self) -> None:
        """Show every page when the opening hours begin or end."""
        opening = self.engine.hours.at(time.time())
        if opening["open"] != self.open:
            self.open = opening["open"]
            await self.browsers.show_all("opening", opening)

    async def watch_store(self) -> None:
        """See whether the store answers, and show changes of that on every page of this process."""
        away = not await self.engine.pulse()
        if away != self.away:
            self.away = away
            log.warning("the store %s", "does not answer: every page says so" if away else "answers again")
            await self.browsers.show_all("away", away)

    async def close(self) -> None:
        """End all tasks, as the server stops."""
        for attachment in self.attachments.all():
            self.attachments.drop(attachment)
        await self.mailboxes.stop()
