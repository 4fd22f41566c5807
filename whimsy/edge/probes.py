"""What a load balancer asks: `/livez` and `/readyz`."""

from collections.abc import Callable

from whimsy.edge.answers import Asgi, answering


def probes(ready: Callable[[], bool]) -> Callable[[Asgi], Asgi]:
    """Answers `/livez` with 200 while the event loop turns, `/readyz` with 200 if `ready()`, else 503.

    Neither waits for anything or says any more, so that asking costs little and tells outsiders nothing.
    """
    return answering(
        {"/livez": lambda: (200, "yes\n"), "/readyz": lambda: (200, "yes\n") if ready() else (503, "no\n")}
    )
