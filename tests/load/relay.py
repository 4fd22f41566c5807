"""Bare relays as the yardstick, in Node and in Python: what a message costs where nothing is promised.

No log, no history, no return after a lost socket: only transport. It shows what ours costs on top.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.load.link import Link
from tests.load.tab import Tab
from tests.serving import ROOT

VERSION = "4.8.4"
_NODE = Path(sys.executable).parent


class Missing(Exception):
    """Node or its package is not to be had on this machine; the message says which."""


def install(folder: Path) -> Path:
    """Bring Socket.IO into `folder` with the npm and the registry of this machine; raises Missing."""
    program = folder / "relay.mjs"
    package = folder / "node_modules" / "socket.io" / "package.json"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(
        Path(__file__).with_name("relay.mjs"), program
    )  # a module is looked up from where it lies
    if not (package.exists() and f'"version": "{VERSION}"' in package.read_text()):
        command = [
            "npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts",
            "--loglevel=error", f"socket.io@{VERSION}",
        ]  # fmt: skip
        try:
            subprocess.run(
                command, check=True, capture_output=True, timeout=60, env=_environment(), cwd=folder
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise Missing(f"npm could not install socket.io {VERSION}") from error
    return program


class Relay:
    """A relay as a process, from start to stop."""

    def __init__(self, *command: str) -> None:
        # It ends when our end of its stdin does, even if we are killed. In a session of its own: the `node`
        # of a virtual environment is a script that starts the real one.
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment(),
            start_new_session=True, cwd=ROOT,
        )  # fmt: skip
        assert self.process.stdout
        port = self.process.stdout.readline().strip()
        if not port:
            self.stop()
            raise Missing(f"the relay {command[-1]} did not start")
        self.address = f"http://127.0.0.1:{port}"

    @classmethod
    def in_node(cls, folder: Path) -> Relay:
        """Socket.IO's own server; raises Missing."""
        return cls("node", str(install(folder)))

    @classmethod
    def in_python(cls, kind: str) -> Relay:
        """One of `python_relays`: "socketio" or "starlette"."""
        return cls(sys.executable, "-m", "tests.load.python_relays", kind)

    def stop(self) -> None:
        """End it and wait."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=10)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


class RelayTab(Tab):
    """A tab of the relay."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address
        self.link = Link(self._take)

    async def open(self) -> None:
        await self.link.open(self._address.replace("http", "ws") + "/socket.io/", {"/": None}, self._address)

    async def start(self) -> None:
        await self.link.emit("/", "start")

    async def say(self, text: str) -> None:
        await self.link.emit("/", "text", text)

    def _take(self, _namespace: str, event: list, now: float) -> None:
        match event:
            case ["paired", room]:
                self.become("chatting", room)
            case ["text", text]:
                self.heard(text, now)


def _environment() -> dict[str, str]:
    # Node comes with the Python packages, beside this interpreter.
    return {**os.environ, "PATH": os.pathsep.join([str(_NODE), os.environ["PATH"]]), "NODE_ENV": "production"}
