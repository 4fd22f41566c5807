"""What deployers may write."""

import time

from whimsy.moderation.screens.finding import Action, Finding, Kind

NOT_A_FUNCTION = 3


def marmalade(said):
    return Finding(Kind.OWN, Action.REFUSE, sentence="Not here.") if "marmalade" in said.folded.text else None


async def async_marmalade(said):
    return marmalade(said)


def broken(said):
    raise ValueError(said.text)


def stops(said):
    raise StopIteration


def exits(said):
    raise SystemExit(said.text)


def nonsense(said):
    return said.text


def hangs(said):
    time.sleep(2)
