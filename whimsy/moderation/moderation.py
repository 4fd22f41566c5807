"""All parts of moderation in one process. The package's docstring says what each is for."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from whimsy.moderation.accounts import Accounts
from whimsy.moderation.appeals import Appeals
from whimsy.moderation.aside import Aside
from whimsy.moderation.automatic import Automatic
from whimsy.moderation.blocks import Blocks
from whimsy.moderation.capacity import Capacity
from whimsy.moderation.decisions import Decisions
from whimsy.moderation.desk import Desk
from whimsy.moderation.observations import Observations
from whimsy.moderation.queue import Queue
from whimsy.moderation.reports import Reports
from whimsy.moderation.retention import Retention
from whimsy.moderation.sanctions import Sanctions
from whimsy.moderation.screens.screens import Screens
from whimsy.moderation.shunned import Shunned
from whimsy.moderation.staff import Staff
from whimsy.moderation.switches import Switches
from whimsy.settings import Settings
from whimsy.storage.outbox import Outbox, Sessions
from whimsy.storage.redis import Store
from whimsy.visitors.active_tab import ActiveTabs

Chore = tuple[float, Callable[[], Awaitable[object]]]


class Moderation:
    """Its parts. keys: the signing keys, the newest last; outboxes: of other parts, for lines set aside.

    Raises BadSettings for unknown screens.
    """

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        active_tabs: ActiveTabs,
        settings: Settings,
        keys: Sequence[str],
        outboxes: Sequence[Outbox] = (),
    ) -> None:
        escalate = Automatic(settings).escalate
        self.sessions = sessions
        self.sanctions = Sanctions(store, sessions, active_tabs)
        self.blocks = Blocks(store, sessions, settings)
        self.reports = Reports(store, sessions, settings, escalate)
        self.observations = Observations(store, sessions, escalate)
        own = (self.reports.outbox, self.observations.outbox, self.blocks.outbox)
        self.aside = Aside(sessions, (*own, *outboxes))
        self.shunned = Shunned(store, self.observations, settings)
        self.appeals = Appeals(sessions)
        self.switches = Switches(store, sessions)
        self.queue = Queue(sessions)
        self.capacity = Capacity(self.queue, settings)
        self.accounts = Accounts(store, sessions, keys)
        self.staff = Staff(sessions, keys)
        self.desk = Desk(store, sessions, settings)
        self.decisions = Decisions(sessions, self.sanctions, settings)
        self.retention = Retention(sessions, settings)
        self.screens = Screens(settings, keys[-1])

    def chores(self) -> Iterator[Chore]:
        """The chores, each with the seconds between two rounds."""
        yield 2.0, self.sanctions.copy
        yield 5.0, self.reports.flush
        yield 5.0, self.observations.flush
        yield 5.0, self.blocks.remember
        yield 5.0, self.capacity.look
        yield 3600.0, self.retention.sweep
