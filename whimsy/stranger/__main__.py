"""`python -m whimsy.stranger`: somebody to practise with, until Ctrl-C."""

import argparse
import asyncio
import logging
import signal
import sys
from contextlib import suppress

from whimsy.stranger.stranger import Stranger


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m whimsy.stranger", description=__doc__)
    parser.add_argument("--address", default="http://localhost:3000", help="where Whimsy is served")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--video", dest="mode", action="store_const", const="video", help="wait for calls by video"
    )
    mode.add_argument(
        "--voice", dest="mode", action="store_const", const="voice", help="wait for calls by voice"
    )
    mode.add_argument(
        "--text", dest="mode", action="store_const", const="text", help="wait for chats (usual)"
    )
    mode.add_argument(
        "--question", dest="mode", action="store_const", const="question", help="discuss what somebody asks"
    )
    mode.add_argument("--ask", metavar="QUESTION", default="", help="ask two others, and read along")
    parser.add_argument("--once", action="store_true", help="leave after the first conversation")
    parser.set_defaults(mode="text")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    logging.getLogger("whimsy.stranger").setLevel(logging.INFO)
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        kind = "question" if asked.ask else asked.mode
        asyncio.run(_be(Stranger(asked.address.rstrip("/"), mode=kind, question=asked.ask, once=asked.once)))
    return 0


async def _be(stranger: Stranger) -> None:
    task = asyncio.create_task(stranger.run())
    # SIGINT as well, as a shell starts its background processes with Ctrl-C ignored.
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, task.cancel)
    await task


if __name__ == "__main__":
    sys.exit(main())
