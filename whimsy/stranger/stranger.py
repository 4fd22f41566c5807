"""A stranger to practise with: searches, answers messages and calls, and searches again."""

import asyncio
import logging
import random
from contextlib import suppress
from typing import Any

from whimsy.stranger.caller import Caller
from whimsy.stranger.page import LOST, Page

log = logging.getLogger(__name__)

GREETINGS = (
    "Hello! I'm a practice stranger, made of Python.",
    "Hi there. I'm only a script, but a friendly one.",
    "Good to meet you! Nobody real here: say what you like.",
)
ANSWERS = (
    "That sounds lovely.",
    "I see. Go on!",
    "Well said.",
    "Thank you for telling me.",
    "I hadn't thought of it like that.",
    "That made my day a little brighter.",
    "You write nicely.",
    "Same here, I think.",
)
TO_QUESTIONS = (
    "Good question. What do you think?",
    "I wish I knew!",
    "Yes, I'd say so.",
    "Maybe. Does it matter to you?",
)
MOST_LINES = 40
"""Messages in a conversation, without which two practice strangers would talk for ever."""

_TICK = 0.05
_REST = 1.0
_REBUILDS = 2
_EARLY = 64
_LONGEST_PAUSE = 10.0


class Stranger:
    """mode: of the search, as browsers name it; question: that it asks, in the mode for that, "" for none.

    once: stop after one chat; pace: factor of all pauses, 0 for none.
    """

    def __init__(
        self, address: str, *, mode: str = "text", question: str = "", once: bool = False, pace: float = 1.0
    ) -> None:
        self.page = Page(address)
        self.page.on_signal = self._hear
        self.call: Caller | None = None
        self.met = 0
        self._mode, self._question, self._once, self._pace = mode, question, once, pace
        self._tint = random.choice(((140, 110), (110, 150), (160, 128), (120, 100)))  # noqa: S311
        self._early: list[dict[str, Any]] = []
        self._room = ""
        self._read = 0
        self._lines = 0
        self._rebuilds = 0
        self._pressed = ""
        self._answering: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Run until cancelled, or until the first conversation is over if `once`. Reconnects by itself."""
        pause = _REST
        try:
            while True:
                with suppress(*LOST):
                    await self.page.open()
                    log.info("Came in.")
                    pause = _REST
                    if await self._stay():
                        return
                await self._hang_up()
                log.info("The server is away. Trying again in %.0f s.", pause)
                await asyncio.sleep(pause * self._pace)
                pause = min(_LONGEST_PAUSE, pause * 1.6)
        finally:
            await self._go()

    async def offer_video(self) -> None:
        await self.page.do("offer_video", room=self.page.room)

    async def next(self) -> None:
        await self.page.do("next", room=self.page.room)

    async def _stay(self) -> bool:
        """Act on what the page shows until the socket is lost; returns whether `run` is done."""
        self._pressed = ""
        while self.page.connected or self.page.returning:
            phase = self.page.phase
            if phase == "chatting":
                await self._talk()
            elif self._once and self.met and phase in ("ended", "searching"):
                return True
            else:
                await self._hang_up()
                await self._search(phase)
            await asyncio.sleep(_TICK)
        return False

    async def _search(self, phase: str | None) -> None:
        """Search for a partner. Acts once in each situation, as the server answers later."""
        situation = f"{phase} {self.page.room}"
        if situation == self._pressed:
            return
        self._pressed = situation
        if phase == "idle":
            await self.page.do("choose_mode", mode=self._mode)
            if self._question:
                await self.page.do("ask", form={"question": self._question})
            await self.page.do("start")
        elif phase == "ended":
            log.info("They left.")
            await asyncio.sleep(_REST * self._pace)
            await self.page.do("next", room=self.page.room)
        elif phase == "searching":
            log.info("Waiting for somebody.")

    async def _talk(self) -> None:
        if self.page.room != self._room:
            await self._hang_up()
            log.info("Met somebody.")
            self.met += 1
            self._room, self._pressed = self.page.room, ""
            self._lines = self._rebuilds = 0
            self._read = max(self.page.transcript, default=0)
            if self.page.vars["role"] != "watch":
                self._answer(random.choice(GREETINGS))  # noqa: S311
        elif self.page.vars["role"] == "watch":
            pass
        elif self._answering is None or self._answering.done():
            heard = [
                line
                for seq, line in self.page.transcript.items()
                if seq > self._read and line["kind"] == "text" and not line["mine"]
            ]
            if heard:
                self._read = max(self.page.transcript)
                question = heard[-1]["text"].rstrip().endswith("?")
                self._answer(random.choice(TO_QUESTIONS if question else ANSWERS))  # noqa: S311
        await self._see()

    def _answer(self, text: str) -> None:
        self._lines += 1
        if self._lines <= MOST_LINES:
            self._answering = asyncio.create_task(self._type_and_say(text, self.page.room))

    async def _type_and_say(self, text: str, room: str) -> None:
        with suppress(*LOST):
            await asyncio.sleep(0.4 * self._pace)
            await self.page.type()
            await asyncio.sleep((0.5 + len(text) / 40) * self._pace)
            if self.page.phase == "chatting" and self.page.room == room:
                await self.page.say(text)

    async def _see(self) -> None:
        video, call = self.page.vars.get("video"), self.page.vars.get("call") or {"n": 0}
        if video == "asked" and self._pressed != f"accept {self._lines_of_video()}":
            self._pressed = f"accept {self._lines_of_video()}"
            log.info("They ask for a call. Gladly.")
            await self.page.do("accept_video", room=self.page.room)
        elif video == "on" and call["n"]:
            await self._be_in_call(call)
        elif video != "on":
            await self._hang_up()

    def _lines_of_video(self) -> int:
        """How often video was asked for, so that each question is answered once."""
        return self.page.codes.count("video_offered")

    async def _be_in_call(self, call: dict[str, Any]) -> None:
        if self.call is None or (self.call.room, self.call.number) != (self.page.room, call["n"]):
            await self._hang_up()
            self.call = Caller(
                self.page.room,
                call["n"],
                polite=call["polite"],
                ice=call["ice"],
                say=self.page.send,
                tint=self._tint,
            )
            early, self._early = self._early, []
            for signal in early:
                self.call.hear(signal)
        elif self.call.over:
            await self.page.do("stop_video", room=self.page.room)
            await self.page.until(lambda: self.page.vars.get("video") != "on", "for the end of video")
        elif self.call.failed and self._rebuilds < _REBUILDS:
            self._rebuilds += 1
            self.call.failed = False
            log.info("The call broke. Setting it up anew.")
            await self.page.do("rebuild_call", room=self.page.room, call=call["n"])

    def _hear(self, signal: dict[str, Any]) -> None:
        if self.call and (signal["room"], signal["call"]) == (self.call.room, self.call.number):
            self.call.hear(signal)
        else:
            self._early = [*self._early, signal][-_EARLY:]

    async def _hang_up(self) -> None:
        if self.call:
            call, self.call = self.call, None
            log.info("Saw %d pictures and heard %d ms.", call.frames, call.sounds * 20)
            await call.close()

    async def _go(self) -> None:
        """Leave the conversation or the search, and close the page."""
        if self._answering:
            self._answering.cancel()
        with suppress(*LOST):
            if self.page.connected:
                if self.page.phase == "chatting":
                    await self.page.do("leave", room=self.page.room)
                    await self.page.until(lambda: self.page.phase != "chatting", "to have left", 2)
                elif self.page.phase == "searching":
                    await self.page.do("cancel")
                    await self.page.until(lambda: self.page.phase != "searching", "to have stopped", 2)
        await self._hang_up()
        with suppress(*LOST):
            if self.page.connected:
                await self.page.close()
            await self.page.drop()
        log.info("Gone.")
