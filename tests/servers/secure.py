"""A Redis as a deployer is told to guard it: TLS only, and nobody but the users of `deploy/redis.acl`."""

from __future__ import annotations

import shutil
from pathlib import Path

import redis

from tests.storage.certificate import Certificate
from tests.storage.users import PASSWORD, QUOTED, written
from tests.valkey import Sentinels, Server

PROGRAM = shutil.which("redis-check-rdb")
"""Debian's redis-tools have the whole server in it, which goes by the name it is called by."""


class Secure(Server):
    """One Redis 7 of Debian; the wheel's Valkey is built without TLS."""

    def __init__(self, folder: Path, *options: str, certificate: Certificate, sentinel: bool = False) -> None:
        self._certificate = certificate
        folder.mkdir(parents=True)
        (folder / "redis-server").symlink_to(PROGRAM)
        if sentinel:
            name = Sentinels.service
            login = (f"sentinel auth-user {name} sentinel", f"sentinel auth-pass {name} {PASSWORD}",
                     f"requirepass {PASSWORD}", f"sentinel sentinel-pass {PASSWORD}")  # fmt: skip
        else:
            login = (f"include {written(folder)}", "masteruser replica", f"masterauth {PASSWORD}",
                     f"user admin on >{PASSWORD} allkeys allchannels allcommands")  # fmt: skip
        super().__init__(folder, *options, *login, sentinel=sentinel)

    def listening(self) -> list[str]:
        own = self._certificate
        return ["port 0", f"tls-port {self.port}", "tls-auth-clients no", "tls-replication yes",
                f"tls-cert-file {own.chain}", f"tls-key-file {own.key}", f"tls-ca-cert-file {own.authority}",
                *([] if self.sentinel else ["tls-cluster yes"])]  # fmt: skip

    def program(self) -> list[str]:
        return [str(self.folder / "redis-server")]

    def client(self, **login: object) -> redis.Redis:
        """As one who may do everything."""
        user = {} if self.sentinel else {"username": "admin"}
        tls = {"ssl": True, "ssl_ca_certs": str(self._certificate.authority)}
        return super().client(**{**user, "password": PASSWORD, **tls, **login})


def login(url: str, certificate: Certificate) -> str:
    """The url of a Redis, with TLS and Whimsy's user."""
    scheme, rest = url.split("://")
    told = f"ssl_ca_certs={certificate.authority}"
    if "sentinel" in scheme:
        told += f"&sentinel_password={QUOTED}"
    return f"{scheme.replace('redis', 'rediss')}://whimsy:{QUOTED}@{rest}?{told}"
