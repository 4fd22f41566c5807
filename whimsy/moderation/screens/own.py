"""A screen of the deployer's own, run where it can neither stop a message nor hold it up for long."""

import asyncio
import importlib
import inspect
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from whimsy.moderation.screens.finding import Finding
from whimsy.moderation.screens.said import Said
from whimsy.settings import BadSettings

_log = logging.getLogger("whimsy.screens")
_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
_AT_ONCE = 4
"""Calls of one screen at the same time. A screen that hangs costs so many threads and no more."""


class OwnScreen:
    """Calls `package.module:function` with a Said, in a thread, or awaits it if it is a coroutine function.

    timeout: seconds that it may take. Raises BadSettings if there is no such function. If it raises, is late
    or returns no Finding, the message passes without it, and the log says which.
    """

    def __init__(self, name: str, timeout: float) -> None:
        self.name = name
        self._function = _load(name)
        self._timeout = timeout
        self._under_way = 0
        self._troubles: dict[str, int] = {}

    async def __call__(self, said: Said) -> Finding | None:
        trouble = "busy"
        if self._under_way < _AT_ONCE:
            self._under_way += 1
            try:
                found = await asyncio.wait_for(self._call(said), self._timeout)
                if found is None or isinstance(found, Finding):
                    return found
                trouble = "returned no Finding"
            except TimeoutError:
                trouble = "slow"
            except Exception as error:
                trouble = type(error).__name__  # as its message may quote the visitor
        self._note(trouble)
        return None

    async def _call(self, said: Said) -> Any:
        if inspect.iscoroutinefunction(self._function):
            try:
                return await self._function(said)
            finally:
                self._under_way -= 1
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()

        def settle(found: Any, error: Exception | None) -> None:
            self._under_way -= 1
            if answer.done():
                return
            if error:
                answer.set_exception(error)
            else:
                answer.set_result(found)

        def work() -> None:
            found: Any = None
            error: Exception | None = None
            try:
                found = self._function(said)
            except Exception as raised:
                error = RuntimeError() if isinstance(raised, StopIteration) else raised
            except BaseException:
                error = RuntimeError()  # such as SystemExit, which must not end the process
            with suppress(RuntimeError):  # the loop is gone
                loop.call_soon_threadsafe(settle, found, error)

        # Not a thread of a pool: one that hangs must not keep the process from ending.
        Thread(target=work, name=f"screen {self.name}", daemon=True).start()
        return await answer

    def _note(self, kind: str) -> None:
        """Log the 1st, 2nd, 4th, 8th… trouble of a kind, so that a broken screen does not fill the disk."""
        count = self._troubles[kind] = self._troubles.get(kind, 0) + 1
        if count & (count - 1) == 0:
            _log.warning("screen %s: %s (%d times)", self.name, kind, count)


def _load(name: str) -> Callable[[Said], Any]:
    if not _NAME.fullmatch(name):
        raise BadSettings(f"WHIMSY_SCREENS: {name!r} is not of the form package.module:function")
    module, function = name.split(":")
    try:
        found = getattr(importlib.import_module(module), function, None)
    except Exception as error:
        raise BadSettings(f"WHIMSY_SCREENS: {module} cannot be imported ({type(error).__name__})") from None
    if not callable(found):
        raise BadSettings(f"WHIMSY_SCREENS: {module} has no function {function}")
    return found  # type: ignore[no-any-return]
