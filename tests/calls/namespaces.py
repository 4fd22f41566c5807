"""Two homes that cannot reach each other and a server between them, in network namespaces of the test's own.

    home A 192.0.2.2 ── 192.0.2.1 ┐
                                  server (app and coturn; relays from 203.0.113.1; forwards nothing)
    home B 198.51.100.2 ─ .100.1 ─┘

Documentation addresses (RFC 5737), so that coturn's ban of private peers can stay on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER = "203.0.113.1"
HOMES = {"a": ("192.0.2.2", "192.0.2.1"), "b": ("198.51.100.2", "198.51.100.1")}
TURN_SECRET = "a-secret-for-the-test-relay-only"
DEPLOYED = Path(__file__).parents[2] / "deploy" / "turnserver.conf"


def missing() -> str:
    """What this machine lacks for these tests, "" if nothing."""
    if os.geteuid():
        return "network namespaces need root"
    if lacking := [tool for tool in ("ip", "nft", "turnserver") if not shutil.which(tool)]:
        return f"needs {', '.join(lacking)} (apt-get install iproute2 nftables coturn)"
    probe = subprocess.run(["ip", "netns", "add", f"wprobe{os.getpid()}"], capture_output=True, check=False)
    if probe.returncode:
        return "this kernel makes no network namespaces"
    subprocess.run(["ip", "netns", "del", f"wprobe{os.getpid()}"], check=True)
    return ""


def sh(command: str) -> None:
    subprocess.run(command.split(), check=True, capture_output=True)


@dataclass
class Neighbourhood:
    """The three namespaces; `inside` runs a command in one of them."""

    prefix: str

    def name(self, which: str) -> str:
        return f"{self.prefix}{which}"

    def inside(self, which: str, *command: str) -> list[str]:
        return ["ip", "netns", "exec", self.name(which), *command]

    def cut(self, home: str) -> None:
        """Nothing of a call gets in or out of a home; its chat does."""
        rules = "".join(
            f"add chain inet cut {way} {{ type filter hook {way} priority 0; }};"
            f"add rule inet cut {way} meta l4proto udp drop;"
            for way in ("input", "output")
        )
        self._nft(home, "add table inet cut;" + rules)

    def lose(self, home: str, percent: int) -> None:
        """Of what comes into a home by UDP, `percent` in a hundred packets are lost."""
        rules = (
            "add table inet cut; add chain inet cut in { type filter hook input priority 0; };"
            f"add rule inet cut in meta l4proto udp numgen random mod 100 < {percent} drop"
        )
        self._nft(home, rules)

    def mend(self, home: str) -> None:
        """Whole again."""
        self._nft(home, "delete table inet cut")

    def _nft(self, home: str, rules: str) -> None:
        subprocess.run(self.inside(home, "nft", rules), check=True, capture_output=True)

    def browser(self, home: str, folder: Path) -> str:
        """A script that runs Chromium in a home."""
        script = folder / f"chromium-{home}"  # whole: its shell takes no insecure origin for a secure one
        script.write_text(f'#!/bin/sh\nexec ip netns exec {self.name(home)} /usr/bin/chromium "$@"\n')
        script.chmod(0o755)
        return str(script)


@contextmanager
def neighbourhood() -> Iterator[Neighbourhood]:
    """Build it, and take it down again."""
    prefix = f"w{os.getpid()}"
    made = Neighbourhood(prefix)
    spaces = ["s", *HOMES]
    try:
        for space in spaces:
            sh(f"ip netns add {made.name(space)}")
            sh(f"ip -n {made.name(space)} link set lo up")
        server = made.name("s")
        sh(f"ip -n {server} addr add {SERVER}/32 dev lo")
        for home, (inner, outer) in HOMES.items():
            peer = f"peer name {prefix}{home}1 netns {server}"
            sh(f"ip link add {prefix}{home}0 netns {made.name(home)} type veth {peer}")
            sh(f"ip -n {made.name(home)} addr add {inner}/24 dev {prefix}{home}0")
            sh(f"ip -n {server} addr add {outer}/24 dev {prefix}{home}1")
            sh(f"ip -n {made.name(home)} link set {prefix}{home}0 up")
            sh(f"ip -n {server} link set {prefix}{home}1 up")
            sh(f"ip -n {made.name(home)} route add default via {outer}")
        subprocess.run(
            made.inside("s", "sysctl", "-qw", "net.ipv4.ip_forward=0"), check=True, capture_output=True
        )
        yield made
    finally:
        for space in spaces:
            subprocess.run(["ip", "netns", "del", made.name(space)], check=False, capture_output=True)


@contextmanager
def coturn(where: Neighbourhood, **changes: str) -> Iterator[None]:
    """The deployed coturn configuration, in the server's namespace; `changes` override lines of it."""
    options = {
        "static-auth-secret": TURN_SECRET, "realm": "whimsy.test", "listening-ip": SERVER,
        "relay-ip": SERVER, "listening-port": "3478", **changes,
    }  # fmt: skip
    kept = [line for line in DEPLOYED.read_text().splitlines() if line.split("=")[0] not in options]
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as config:
        config.write("\n".join([*kept, *(f"{name}={value}" for name, value in options.items())]))
        config.flush()
        process = subprocess.Popen(
            where.inside("s", "turnserver", "-c", config.name, "--no-tls", "--no-dtls"),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=10)
