"""A real nginx in front of a served app, as a process of the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.ports import free_port
from tests.storage.certificate import Certificate

EXECUTABLE = "/usr/sbin/nginx"
UPGRADE = """
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
"""
PLAIN = "\n"
_WHOLE = """
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
{servers}
}}
"""
_SERVER = """
  server {{
    listen 127.0.0.1:{port}{tls};
    location / {{
      proxy_pass http://127.0.0.1:{to};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      {headers}
    }}
  }}
"""


def whole(folder: Path, servers: str) -> str:
    """A configuration with these `servers`, for an nginx that leaves nothing outside of `folder`."""
    return _WHOLE.format(user="user root;" if os.geteuid() == 0 else "", folder=folder, servers=servers)


class Nginx:
    """Forwards to port `to` of this machine; `headers` are lines of its location. With `tls` it is https."""

    def __init__(self, folder: Path, to: int, headers: str = UPGRADE, *, tls: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._to, self._tls = folder, to, ""
        if tls:
            signed = Certificate(folder)
            self._tls = f" ssl;\n    ssl_certificate {signed.chain};\n    ssl_certificate_key {signed.key}"
            self.authority = signed.authority
        self.port = free_port()
        self.address = f"{'https' if tls else 'http'}://localhost:{self.port}"
        self._write(headers)
        self.process = subprocess.Popen(
            [
                EXECUTABLE,
                "-p",
                str(folder),
                "-e",
                str(folder / "error.log"),
                "-c",
                str(folder / "nginx.conf"),
            ],
            start_new_session=True,
        )

    def _write(self, headers: str) -> None:
        server = _SERVER.format(port=self.port, tls=self._tls, to=self._to, headers=headers)
        (self._folder / "nginx.conf").write_text(whole(self._folder, server))

    def configure(self, headers: str) -> None:
        """Go on with other lines in its location, as a deployer who mended the configuration."""
        self._write(headers)
        self.process.send_signal(signal.SIGHUP)

    def wait(self, seconds: float = 15) -> Nginx:
        """Wait until it listens."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2):
                    return self
            except urllib.error.HTTPError as answer:
                answer.close()
                return self  # it answers, which is all
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, "nginx does not listen"
                time.sleep(0.05)

    def stop(self) -> None:
        """End it and its worker."""
        self.process.terminate()
        self.process.wait(timeout=10)
