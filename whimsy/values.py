"""The forms of settings. A refusal is one sentence, and repeats nothing of the value."""

import re
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from whimsy.hours import Span, parse_spans

MOST = 1_000_000_000
"""The largest number. In seconds it is 31 years, so that a moment plus it is still a date."""
MOST_DAYS = 36_500


def _listed(raw: object) -> object:
    return tuple(raw.replace(",", " ").split()) if isinstance(raw, str) else raw


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Rate(NamedTuple):
    """How many uses in how many seconds, all at once or evenly; written "uses/seconds"."""

    uses: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.uses}/{self.seconds:g}"


def _rate(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    uses, _, seconds = raw.partition("/")
    try:
        rate = Rate(int(uses), float(seconds))
    except ValueError:
        rate = Rate(0, 0)
    if not (1 <= rate.uses <= MOST and 0 < rate.seconds <= 86400):
        raise ValueError('must be "uses/seconds", e.g. 30/60, with at most 86400 seconds')
    return rate


Rates = Annotated[Rate, NoDecode, BeforeValidator(_rate)]


def _host(raw: str) -> str:
    host = raw.strip()
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    if host.count(":") == 1 or re.search(r"[\s/@\[\]?#\x00-\x1f\x7f]", host):
        raise ValueError("must be a name or an address alone, without http:// and without a port")
    return host


Host = Annotated[str, AfterValidator(_host)]


def _public_url(raw: str) -> str:
    raw = raw.strip()
    if not raw:
        return ""
    try:
        url = urlsplit(raw)
        alone = bool(url.hostname) and url.port != 0 and not (url.username or url.password)
    except ValueError:  # for brackets and ports
        alone = False
    if not alone or url.scheme not in ("http", "https") or re.search(r"[^\x21-\x7e]|[\\\"'<>;,*]", raw):
        raise ValueError("must be a scheme and a host, such as https://whimsy.example")
    if url.path.strip("/") or "?" in raw or "#" in raw:
        raise ValueError("must end with the host: Whimsy has a host of its own, not a path below one")
    return raw.rstrip("/")


PublicUrl = Annotated[str, AfterValidator(_public_url)]

_CONTACT = re.compile(
    r"mailto:[^\s@:/]+@[^\s@:/]+|https://[^\s/@.]+(?:\.[^\s/@.]+)*(?::\d+)?(?:/\S*)?", re.ASCII
)


def _contact(raw: str) -> str:
    contact = raw.strip()
    if contact and (not _CONTACT.fullmatch(contact) or re.search(r"[^\x21-\x7e]|[\"'<>\\]", contact)):
        # Strict, as it becomes a link, and a line of security.txt.
        raise ValueError("must be mailto:… or https://…, such as mailto:help@whimsy.example")
    return contact


Contact = Annotated[str, AfterValidator(_contact)]


def _weekly(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    try:
        return parse_spans(raw)
    except ValueError:
        raise ValueError('must be days and times, such as "fri-sat 20:00-23:30, sun 15:00-18:00"') from None


Weekly = Annotated[tuple[Span, ...], NoDecode, BeforeValidator(_weekly)]


def _zone(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    try:
        return ZoneInfo(raw.strip())
    except (LookupError, ValueError, OSError):  # for unknown names, paths, and folders
        raise ValueError("must be a time zone of the IANA, such as Europe/Berlin or UTC") from None


Zone = Annotated[ZoneInfo, NoDecode, BeforeValidator(_zone)]
