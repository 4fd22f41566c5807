"""Second factors: the codes of an authenticator, and the encryption of their secrets.

Sources: RFC 6238 (TOTP), Fernet of `cryptography`.
"""

import base64
import hashlib
import secrets
import unicodedata
from collections.abc import Sequence

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from whimsy.errors import WhimsyError

_STEP_SECONDS = 30
_DIGITS = 6
_LONGEST = 64
_BETWEEN = ("Z", "P", "C")
"""First letters of the categories of Unicode that people write between digits: spaces, dashes, line ends and
invisible characters."""


class CannotOpen(WhimsyError):
    """It was sealed with a signing key that is no longer set."""

    code = "cannot_open"


def parse_code(raw: object) -> str | None:
    """Read a code as people type it or an authenticator shows it; returns None for what is no code.

    "123 456", "123-456" and digits of other scripts or widths are codes; so is one with its line end.
    """
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    try:
        digits = [
            str(unicodedata.decimal(char)) for char in raw if unicodedata.category(char)[0] not in _BETWEEN
        ]
    except ValueError:
        return None
    return "".join(digits) if len(digits) == _DIGITS else None


class SecondFactors:
    """Makes, seals and checks them. keys: the signing keys; the last one seals, all of them open."""

    def __init__(self, keys: Sequence[str]) -> None:
        derived = (hashlib.sha256(b"whimsy.totp:" + key.encode()).digest() for key in reversed(keys))
        fernets = [Fernet(base64.urlsafe_b64encode(key)) for key in derived]
        self._newest, self._seal = fernets[0], MultiFernet(fernets)

    def make(self, name: str) -> tuple[str, str]:
        """A new secret: sealed, and as the otpauth:// uri that an authenticator reads."""
        secret = pyotp.random_base32()
        uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Whimsy")
        return self._newest.encrypt(secret.encode()).decode(), uri

    def step(self, sealed: str, code: str, now_ms: int) -> int | None:
        """The time step of a code: this one or one beside it, as clocks differ. Raises CannotOpen."""
        totp, now = pyotp.TOTP(self._open(sealed)), now_ms // 1000 // _STEP_SECONDS
        steps = (now, now - 1, now + 1)
        return next(
            (s for s in steps if secrets.compare_digest(totp.generate_otp(s).encode(), code.encode())), None
        )

    def resealed(self, sealed: str) -> str:
        """The secret sealed with the newest key; `sealed` itself if it is already. Raises CannotOpen."""
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return self._newest.encrypt(self._open(sealed).encode()).decode()
        return sealed

    def _open(self, sealed: str) -> str:
        try:
            return self._seal.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise CannotOpen from None
