"""The words of the command line: every command, what it takes, and its help."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from whimsy.launch import moderator
from whimsy.settings import Settings

Run = Callable[[Settings, argparse.Namespace], None]
"""Does a command; raises Problem."""

_ACTS = {
    "list": "all accounts and their last login",
    "add": "a new account; it asks for a password",
    "disable": "nobody logs in as NAME any more, and every session of theirs ends",
    "enable": "NAME can log in again",
    "reset": "a new password and second factor for NAME",
    "reseal": "seal every second factor with the present key, after it was changed",
}
_JSON = "for a program instead of a person"


def parser(runs: dict[str, Run]) -> argparse.ArgumentParser:
    """The parser for the commands that `runs` does. What it parses has the run of its command as `run`."""
    top = argparse.ArgumentParser(
        prog="whimsy" if Path(sys.argv[0]).name == "whimsy" else "python -m whimsy",
        description="Whimsy: anonymous chat with a random stranger. Without a command it serves.",
        epilog="Every setting is an environment variable: `python -m whimsy settings` lists them.",
    )
    top.set_defaults(run=runs["serve"], command="serve")
    commands = top.add_subparsers(metavar="COMMAND", title="commands")

    def command(name: str, what: str, *parents: argparse.ArgumentParser) -> argparse.ArgumentParser:
        description = f"{what[0].upper()}{what[1:]}."
        added = commands.add_parser(name, help=what, description=description, parents=parents)
        added.set_defaults(run=runs[name], command=name)
        return added

    command("serve", "check the settings, migrate, build and serve")
    command("build", "build the front end, if anything in it changed")
    command("migrate", "bring the database up to date")
    _moderators(command("moderator", "the accounts of those who work at the desk"))
    file = argparse.ArgumentParser(add_help=False)
    file.add_argument("file", metavar="FILE", type=Path, help="a zip, readable to its owner alone")
    command("backup", "save the database, the key and the settings; never what people say", file)
    command("restore", "fill an empty database from a backup, while Whimsy is stopped", file).add_argument(
        "--replace", action="store_true", help="lose what the database holds"
    )
    command("numbers", "who is here, who waits, and which reports are open").add_argument(
        "--json", action="store_true", help=_JSON
    )
    command("settings", "every setting with its value; secrets are not shown").add_argument(
        "--json", action="store_true", help=_JSON
    )
    command("version", "what is installed").add_argument("--json", action="store_true", help=_JSON)
    return top


def _moderators(of: argparse.ArgumentParser) -> None:
    acts = of.add_subparsers(metavar="ACT", title="acts", required=True, dest="act")
    for act, what in _ACTS.items():
        added = acts.add_parser(act, help=what, description=f"{what[0].upper()}{what[1:]}.")
        if act in moderator.NAMED:
            added.add_argument("name", metavar="NAME", help="of the account")
        else:
            added.set_defaults(name="")
        if act == "list":
            added.add_argument("--json", action="store_true", help=_JSON)
