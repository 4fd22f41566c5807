"""Runs `python -m whimsy COMMAND`, as `make` does."""

import sys
from argparse import Namespace

from whimsy import settings as env
from whimsy.calls.ice import check_ice
from whimsy.errors import Problem
from whimsy.faults import described
from whimsy.launch import backups, build, checks, figures, inventory, moderator
from whimsy.launch.address import listen
from whimsy.launch.parser import Run, parser
from whimsy.launch.release import Releases
from whimsy.moderation.screens import screens
from whimsy.settings import Settings
from whimsy.storage import embedded, folder
from whimsy.visitors import assurance

_STARTS = ("serve", "build", "migrate")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status. A problem is told in one sentence, without a traceback.

    arguments: instead of those of the command line.
    """
    given = parser(RUNS).parse_args(arguments)
    try:
        given.run(env.settings(), given)
    except env.BadSettings as error:
        return _cannot(str(error))
    except Problem as error:
        return _cannot(str(error), given.command)
    except EOFError:
        return _cannot(
            "It asks for a password, and there is nobody to answer: run this in a terminal.", given.command
        )
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.filename:  # such as a tree that is read-only
            return _cannot(f"{error.filename} {folder.reason(error)}.", given.command)
        return _cannot(f"this is a fault of Whimsy's own, please report it: {described(error)}")
    return 0


def _cannot(sentence: str, command: str = "serve") -> int:
    """Say why a command was not done; settings that cannot be used, too, keep Whimsy from starting."""
    begins = "Whimsy can't start:" if command in _STARTS else "Not done:"
    print(begins, " ".join(sentence.split()), file=sys.stderr)
    return 1


def _build(settings: Settings, _: object = None) -> None:
    if build.build(folder.own(settings.data_dir) / "build.log"):
        print("Built the front end.", flush=True)
    with folder.saying():
        Releases(settings.data_dir).publish(build.build_id(), build.STATIC)


def _serve(settings: Settings, _: object = None) -> None:
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


def _moderator(settings: Settings, given: Namespace) -> None:
    if given.act == "list" and given.json:
        print(inventory.as_json(moderator.listed(settings)))
    else:
        print(moderator.run(settings, given.act, given.name))


def _backup(settings: Settings, given: Namespace) -> None:
    print(backups.save(settings, given.file))


def _restore(settings: Settings, given: Namespace) -> None:
    print(backups.restore(settings, given.file, replace=given.replace))


def _numbers(settings: Settings, given: Namespace) -> None:
    found = figures.read(settings)
    print(inventory.as_json(figures.as_values(found)) if given.json else figures.told(found))


def _settings(settings: Settings, given: Namespace) -> None:
    found = inventory.listed(settings)
    print(inventory.as_json(found) if given.json else inventory.table(found))


def _version(_: Settings, given: Namespace) -> None:
    found = inventory.version()
    print(inventory.as_json(found) if given.json else inventory.table(found))


RUNS: dict[str, Run] = {
    "serve": _serve,
    "build": _build,
    "migrate": lambda settings, _: checks.migrate_database(settings),
    "moderator": _moderator,
    "backup": _backup,
    "restore": _restore,
    "numbers": _numbers,
    "settings": _settings,
    "version": _version,
}
"""Every command."""
