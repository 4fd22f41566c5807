"""`python -m whimsy [serve | build | migrate | moderator ACT [NAME]]`: the commands, also of `make`."""

import argparse
import sys

from whimsy import settings as env
from whimsy.calls.ice import check_ice
from whimsy.errors import Problem
from whimsy.faults import described
from whimsy.launch import build, checks, moderator
from whimsy.launch.address import listen
from whimsy.launch.release import Releases
from whimsy.moderation.screens import screens
from whimsy.settings import Settings
from whimsy.storage import embedded, folder
from whimsy.visitors import assurance

COMMANDS = ("serve", "build", "migrate", "moderator")
_MODERATOR = "moderator list | reseal | add NAME | disable NAME | enable NAME | reset NAME"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status. A problem is told in one sentence, without a traceback.

    arguments: instead of those of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m whimsy", description=__doc__)
    parser.add_argument("command", nargs="?", default="serve", choices=COMMANDS)
    parser.add_argument("words", nargs="*", help=_MODERATOR)
    command, words = (given := parser.parse_args(arguments)).command, given.words
    if (words != []) if command != "moderator" else not _is_act(words):
        parser.error(f"only moderator is a command of several words: {_MODERATOR}")
    try:
        settings = env.settings()
        if command == "moderator":
            print(moderator.run(settings, *words))
            return 0
        {"serve": _serve, "build": _build, "migrate": checks.migrate_database}[command](settings)
    except Problem as error:
        return _cannot(str(error))
    except EOFError:
        return _cannot("it asks for a password, and there is nobody to answer: run this in a terminal.")
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.filename:  # such as a tree that is read-only
            return _cannot(f"{error.filename} {folder.reason(error)}.")
        return _cannot(f"this is a fault of Whimsy's own, please report it: {described(error)}")
    return 0


def _is_act(words: list[str]) -> bool:
    return words[:1] != [] and words[0] in moderator.ACTS and len(words) == 1 + (words[0] in moderator.NAMED)


def _cannot(sentence: str) -> int:
    print("Whimsy can't start:", " ".join(sentence.split()), file=sys.stderr)
    return 1


def _build(settings: Settings) -> None:
    if build.build(folder.own(settings.data_dir) / "build.log"):
        print("Built the front end.", flush=True)
    with folder.saying():
        Releases(settings.data_dir).publish(build.build_id(), build.STATIC)


def _serve(settings: Settings) -> None:
    from whimsy.launch.serve import serve

    check_ice(settings)
    screens.check(settings)
    assurance.provider(settings.assurance)
    folder.own(settings.data_dir)
    with listen(settings.host, settings.port) as listening:
        checks.redis_answers(settings)
        checks.migrate_database(settings)
        if locked_out := moderator.locked_out(settings):
            print(locked_out, file=sys.stderr, flush=True)
        _build(settings)
        embedded_here = not settings.redis_url.get_secret_value()
        if embedded_here:
            with folder.saying():
                embedded.use(settings.data_dir)
        try:
            serve(settings, listening)
        finally:
            if embedded_here:
                embedded.end(settings.data_dir, seconds=8)
