"""The users of `deploy/redis.acl` as shipped, with a password that every url has to quote."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from tests.serving import ROOT

SHIPPED = (ROOT / "deploy" / "redis.acl").read_text()
PASSWORD = "s3cret/with!marks?@:"
QUOTED = quote(PASSWORD, safe="")


def written(folder: Path) -> Path:
    """A file for redis.conf to include: all users, those of replicas and Sentinels too."""
    file = folder / "redis.acl"
    file.write_text(re.sub("CHANGE-ME[-A-Z]*", PASSWORD, SHIPPED.replace("# user ", "user ")))
    return file
