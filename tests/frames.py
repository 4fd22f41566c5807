"""Where one frame ends and the next begins: websocket (RFC 6455) and RESP, one direction of a connection."""

from __future__ import annotations

from collections.abc import Iterator


class WebSocket:
    """Frames after the handshake; Socket.IO's events (`42…`) may be shuffled, pings and connects may not."""

    def __init__(self) -> None:
        self._held = b""
        self._upgraded: bool | None = None

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        self._held += data
        while self._held and (end := self._end()):
            frame, self._held = self._held[:end], self._held[end:]
            yield frame, bool(self._upgraded) and _is_event(frame)
            if self._upgraded is None:
                self._upgraded = b"upgrade: websocket" in frame.lower()

    def _end(self) -> int:
        if self._upgraded is None:
            return self._held.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in self._held else 0
        if not self._upgraded:
            return len(self._held)  # a page or a script: as it comes
        end = _payload_at(self._held) + _length(self._held) if len(self._held) > 1 else 0
        return end if end <= len(self._held) else 0


def _length(frame: bytes) -> int:
    short = frame[1] & 0x7F
    return short if short < 126 else int.from_bytes(frame[2 : 4 if short == 126 else 10], "big")


def _payload_at(frame: bytes) -> int:
    short = frame[1] & 0x7F
    return 2 + {126: 2, 127: 8}.get(short, 0) + (4 if frame[1] & 0x80 else 0)


def _is_event(frame: bytes) -> bool:
    start = _payload_at(frame)
    mask = frame[start - 4 : start] if frame[1] & 0x80 else bytes(4)
    begins = bytes(byte ^ mask[i] for i, byte in enumerate(frame[start : start + 2]))
    return frame[0] == 0x81 and begins == b"42"


class Resp:
    """Values of RESP 2 and 3 (redis.io/docs/reference/protocol-spec); published messages may be shuffled."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        self._held += data
        while (end := self._after(0)) is not None:
            value, self._held = self._held[:end], self._held[end:]
            yield value, value[:4] in (b"*3\r\n", b">3\r\n") and value[4:].startswith(b"$7\r\nmessage\r\n")

    def _after(self, start: int) -> int | None:
        """Where the value that begins at `start` ends, or None while it is not whole."""
        line = self._held.find(b"\r\n", start)
        if line < 0:
            return None
        kind, rest, at = self._held[start : start + 1], self._held[start + 1 : line], line + 2
        if kind in b"$=!" and rest != b"-1":
            end = at + int(rest) + 2
            return end if end <= len(self._held) else None
        if kind in b"*>~%" and rest != b"-1":
            for _ in range(int(rest) * (2 if kind == b"%" else 1)):
                after = self._after(at)
                if after is None:
                    return None
                at = after
        return at
