"""The proxies of `deploy/`, run as they are shipped but for the name, the ports and the certificate."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import time
from pathlib import Path

from tests.nginx import EXECUTABLE
from tests.ports import free_port
from tests.serving import ROOT
from tests.storage.certificate import Certificate

KINDS = ("nginx", "caddy")
_NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{shipped}
}}
"""
_CADDY = """
{{
	admin off
	http_port {plain}
	https_port {port}
	storage file_system {folder}
	skip_install_trust
}}
{shipped}
"""


class Shipped:
    """One of KINDS at https://localhost:`port`, in front of port `to`; plain http is on port `plain`."""

    def __init__(self, kind: str, folder: Path, to: int, port: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.plain = port, free_port()
        self.address = f"https://localhost:{port}"
        signed = Certificate(folder)
        self.trust = ssl.create_default_context(cafile=str(signed.authority))
        how = {"folder": folder, "port": port, "plain": self.plain}
        if kind == "nginx":
            found = _changed("nginx.conf", {
                "listen 80;": f"listen 127.0.0.1:{self.plain};",
                "listen 443 ": f"listen 127.0.0.1:{port} ",
                "https://whimsy.example$": f"{self.address}$",
                "server_name whimsy.example;": "server_name localhost;",
                "/etc/letsencrypt/live/whimsy.example/fullchain.pem": str(signed.chain),
                "/etc/letsencrypt/live/whimsy.example/privkey.pem": str(signed.key),
                "127.0.0.1:3000": f"127.0.0.1:{to}",
            })  # fmt: skip
            user = "user root;" if os.geteuid() == 0 else ""
            written = _NGINX.format(shipped=found, user=user, **how)
            command = [EXECUTABLE, "-p", str(folder), "-e", str(folder / "error.log"), "-c"]
        else:
            found = _changed("Caddyfile", {
                "whimsy.example {": f"localhost:{port} {{\n\ttls {signed.chain} {signed.key}",
                "127.0.0.1:3000": f"127.0.0.1:{to}",
            })  # fmt: skip
            written = _CADDY.format(shipped=found, **how)
            command = ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config"]
        configuration = folder / "configuration"
        configuration.write_text(written)
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [*command, str(configuration)], stdout=log, stderr=log, start_new_session=True
            )
        self._log = folder / "log"

    def wait(self, seconds: float = 15) -> Shipped:
        """Wait until it listens."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection(("localhost", self.port), timeout=2).close()
                return self
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, self._log.read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=10)


def _changed(name: str, changes: dict[str, str]) -> str:
    """A file of `deploy/` with some of its words changed; each must be there."""
    text = (ROOT / "deploy" / name).read_text()
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for old, new in changes.items():
        assert old in text, f"deploy/{name} no longer says {old}"
        text = text.replace(old, new)
    return text
