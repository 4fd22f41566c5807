"""What a load balancer asks: `/livez`, does the process turn; `/readyz`, should it be sent visitors."""

from __future__ import annotations

from collections.abc import Callable

from whimsy.edge.answers import Asgi, answering


def probes(ready: Callable[[], bool]) -> Callable[[Asgi], Asgi]:
    """`/livez` is 200 as long as the event loop turns; `/readyz` is 200 when `ready()`, else 503.

    Neither waits for anything or says more than that, so that asking often costs little and tells outsiders
    nothing.
    """
    return answering(
        {"/livez": lambda: (200, "yes\n"), "/readyz": lambda: (200, "yes\n") if ready() else (503, "no\n")}
    )
