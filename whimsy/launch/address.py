"""The address that the server listens on, and the urls that reach it from this machine."""

import errno
import ipaddress
import socket

from whimsy.errors import Problem

_EVERYWHERE = {"": "localhost", "0.0.0.0": "localhost", "::": "localhost"}  # noqa: S104
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def clickable(host: str, port: int) -> str:
    """The url of a server that listens on `host`, for a browser on this machine."""
    return f"http://{_bracketed(_EVERYWHERE.get(host, host))}:{port}"


def probed(listening: socket.socket) -> str:
    """The url at which this process reaches its own socket."""
    host, port = listening.getsockname()[:2]
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://{_bracketed(near)}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Listen on the first address of `host` that this machine has; raises Problem."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):  # gaierror; a label too long for IDNA
        raise Problem(f"WHIMSY_HOST is {host}, a host that nobody knows.") from None
    for family, kind, _, _, address in found:
        try:
            taken = _take(family, kind, address)
        except OSError as error:
            if error.errno in _NOT_HERE:
                continue  # "localhost" may also mean ::1 where there is no IPv6
            raise Problem(_why(error, port)) from error
        taken.set_inheritable(True)
        return taken
    raise Problem(
        f"WHIMSY_HOST is {host}, which is not an address of this machine; 0.0.0.0 and :: are all of it."
    )


def _take(family: int, kind: int, address: object) -> socket.socket:
    taken = socket.socket(family, kind)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # "::" must accept IPv4 as well, whatever the machine's default is.
            taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        taken.bind(address)  # type: ignore[arg-type]
        # Until one server listens, a second could bind to the same port.
        taken.listen(2048)
    except BaseException:
        taken.close()
        raise
    return taken


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another: make run WHIMSY_PORT=3001"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not take port {port}: choose a WHIMSY_PORT above 1023, or let a proxy have it."
    return (
        f"Port {port} of WHIMSY_HOST could not be taken ({errno.errorcode.get(error.errno or 0, 'unknown')})."
    )


def _bracketed(host: str) -> str:
    try:
        six = ipaddress.ip_address(host).version == 6
    except ValueError:
        return host
    return f"[{host.replace('%', '%25')}]" if six else host
