"""The numbers that a visitor is shown of a call with the mirror."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_REPORTS_LAST = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Stats:
    """The last second of a call; None where that is not known.

    rtt_ms: to the browser and back, by its reports; loss_pct: packets lost on the worse of the two ways;
    kbps: what arrived here; udp: whether anything arrived, as the mirror speaks nothing else.
    """

    rtt_ms: float | None
    loss_pct: float | None
    kbps: float | None
    udp: bool

    def wire(self) -> dict[str, Any]:
        return {"rtt_ms": self.rtt_ms, "loss_pct": self.loss_pct, "kbps": self.kbps, "udp": self.udp}


class Meter:
    """Makes numbers of the last second from totals."""

    def __init__(self) -> None:
        self._then: float | None = None
        self._bytes = self._received = self._lost = 0

    def read(self, entries: list[Any], now: float) -> Stats:
        """What aiortc counted since the last reading. now: monotonic seconds."""
        transport = next(e for e in entries if e.type == "transport")
        inbound = [e for e in entries if e.type == "inbound-rtp"]
        fresh = datetime.now(UTC) - _REPORTS_LAST
        reports = [e for e in entries if e.type == "remote-inbound-rtp" and e.timestamp > fresh]
        received, lost = sum(e.packetsReceived for e in inbound), sum(e.packetsLost for e in inbound)
        new, missing = received - self._received, max(0, lost - self._lost)
        losses = [100 * e.fractionLost / 256 for e in reports]
        if new + missing > 0:
            losses.append(100 * missing / (new + missing))
        trips = [e.roundTripTime for e in reports if e.roundTripTime is not None and e.roundTripTime >= 0]
        arrived = transport.bytesReceived
        kbps = None
        if self._then is not None and arrived:
            kbps = round((arrived - self._bytes) * 8 / 1000 / max(now - self._then, 0.001), 1)
        self._then, self._bytes, self._received, self._lost = now, arrived, received, lost
        return Stats(
            rtt_ms=round(1000 * min(trips), 1) if trips else None,
            loss_pct=round(max(losses), 1) if losses else None,
            kbps=kbps,
            udp=arrived > 0,
        )
