"""The accounts of the moderators, which one moderator can disable, enable or reset for another."""

import secrets
from dataclasses import dataclass

import reflex as rx

from whimsy import errors
from whimsy.states.desk.paper import moment
from whimsy.states.desk.session import DeskState

ACTS = ("", "disable", "enable", "reset")
_DONE = {"disable": "Disabled: every session of theirs has ended.", "enable": "Enabled."}
_CODE_MS = 30_000


@dataclass(frozen=True)
class Account:
    """seen: the last login, in words; me: whether it is the caller's own."""

    name: str
    disabled: bool
    seen: str
    me: bool


class StaffState(DeskState):
    """asking, act: what waits for a second click; password, uri: the new ones of `renewed`, shown once."""

    staff: rx.Field[list[Account]] = rx.field(default_factory=list)
    asking: rx.Field[str] = rx.field("")
    act: rx.Field[str] = rx.field("")
    renewed: rx.Field[str] = rx.field("")
    password: rx.Field[str] = rx.field("")
    uri: rx.Field[str] = rx.field("")

    @rx.event
    async def gather(self) -> None:
        """Show this part of the desk."""
        async with self._refusals(), self._moderator():
            self.part = "staff"
            self._forget()
            await self._list()

    @rx.event
    async def consider(self, name: object, act: object) -> None:
        """Ask whether to act on an account, or stop asking ("")."""
        async with self._refusals(), self._moderator():
            if act not in ACTS or name not in ("", *(account.name for account in self.staff)):
                raise errors.Malformed
            self._forget()
            self.asking, self.act = name, act

    @rx.event
    async def carry_out(self, name: object) -> None:
        """Do what was asked about."""
        async with self._refusals(), self._moderator() as who:
            if not name or name != self.asking:
                return  # sent twice
            staff, act = self._moderation.staff, self.act
            self._forget()
            if act == "reset":
                password = secrets.token_urlsafe(15)
                uri = await staff.reset(name, password, who)
                self.renewed, self.password, self.uri = name, password, uri
            elif act in _DONE:
                await (staff.disable if act == "disable" else staff.enable)(name, who)
                self._tell(_DONE[act], tone="good")
            await self._list()

    def _forget(self) -> None:
        self.asking = self.act = self.renewed = self.password = self.uri = ""

    async def _list(self) -> None:
        self.staff = [
            Account(
                name=account.name,
                disabled=account.disabled,
                seen=f"{moment(account.last_code * _CODE_MS)[:16]} UTC" if account.last_code else "never",
                me=account.name == self.who,
            )
            for account in await self._moderation.staff.all()
        ]
