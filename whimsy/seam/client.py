"""python-socketio's client, for a page without a browser."""

from typing import Any


async def let_go(client: Any) -> None:
    """Close an `AsyncClient`, or what an attempt to open one left behind."""
    await client.shutdown()
    if (http := client.eio.http) is not None:
        await http.close()


async def cut(client: Any) -> None:
    """Close the websocket without a goodbye, as a lost network does."""
    await client.eio.ws.close()
    await client.eio.wait()
