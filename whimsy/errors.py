"""Everything that can be refused, as one tree.

WhimsyError                a stable code, a sentence for the visitor
├── Refused                the visitor asked for something not allowed
│   ├── NotInRoom          aimed at a room the caller is not in
│   ├── RoomClosed         the conversation is over
│   ├── BusyElsewhere      this visitor already talks or searches in another tab
│   ├── NotHolder          this tab's place is held by a newer connection
│   ├── BadText            empty or too long
│   ├── TooFast            a budget is spent; says how long to wait
│   ├── VideoRests         they would rather not have video now; says when to ask again
│   ├── NeedsProof         the browser must do a small task first
│   ├── Sanctioned         what was imposed on the visitor stands in the way; says why and until when
│   ├── SwitchedOff        the desk has paused this for everybody
│   ├── Screened           a screen on text would not let the message pass
│   ├── ReportsFull        too many reports wait to be written down
│   ├── BadLogin           name, password or code of a moderator is wrong
│   ├── NotModerator       the desk's session is over, or never was
│   ├── CaseChanged        somebody else decided, or something new came in, while a moderator looked
│   ├── BadAccount         that cannot be done to a moderator's account (moderation/staff.py)
│   ├── MirrorOff, MirrorBusy, MirrorFailed, MirrorUnreachable, MirrorOver       (calls/mirror.py)
│   └── OutOfStep, TooManySignals    this call cannot go on like that (calls/negotiation.py)
├── Malformed              input is not of the vocabulary (never shown in detail)
│   └── Unheard            no page of ours says such a thing (states/vocabulary.py)
├── Unavailable            a store is down; says which, and that trying again may help
├── CannotOpen             a second factor was sealed with a key that is gone (moderation/second_factor.py)
└── Problem                Whimsy cannot start; one sentence for whoever runs it
    ├── BadSettings, BadDatabase, BadStoreUrl, BadList, NoProvider    a setting cannot be used
    ├── BadFolder, CannotStart, NotMigrated                           what Whimsy stands on is not ready
    └── Changed, NotPatched                                           Reflex is not what `seam` was made for

Only `acts`, the shared part of `states`, and `edge` catch these; `__main__` and `launch` catch a Problem.
Anything else that escapes is a bug. tests/test_errors.py finds an error that stands outside.
No message here ever carries a visitor's words, tokens or address.
"""

from whimsy import durations


class WhimsyError(Exception):
    """Root of the tree: a stable `code` for programs, a `sentence` for people."""

    code = "error"
    sentence = "Something went wrong. Try again."

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.code)


class Refused(WhimsyError):
    """The visitor asked for something that is not allowed now."""

    code = "refused"
    sentence = "That isn't possible right now."


class NotInRoom(Refused):
    """The command was aimed at a room the caller is not in."""

    code = "not_in_room"
    sentence = "That conversation is no longer open here."


class RoomClosed(Refused):
    """The conversation ended before the command arrived."""

    code = "room_closed"
    sentence = "They left before that was sent."


class BusyElsewhere(Refused):
    """The visitor already talks or searches in another, living tab."""

    code = "busy_elsewhere"
    sentence = "You are already chatting in another tab. End that chat first, or continue there."


class NotHolder(Refused):
    """A newer connection took over this tab's place."""

    code = "displaced"
    sentence = "This chat continues in another tab."


class BadText(Refused):
    """The message is empty or too long; the sentence says which."""

    code = "bad_text"
    sentence = "That message can't be sent."


class TooFast(Refused):
    """The visitor's own budget, or the one their address shares, is spent. `wait` is in seconds."""

    code = "too_fast"
    sentence = "That was too fast. Wait a moment and try again."

    def __init__(self, wait: float) -> None:
        super().__init__(f"That was too fast. Try again in {durations.wait(wait)}.")
        self.wait = wait


class VideoRests(Refused):
    """They said "not now" to video. `wait` is in seconds; below 0 it is for the rest of the chat."""

    code = "video_rests"

    def __init__(self, wait: float) -> None:
        later = f"You can ask again in {durations.wait(wait)}."
        again = later if wait >= 0 else "Only they can ask for it now."
        super().__init__(f"They’d rather not have video. {again}")
        self.wait = wait


class NeedsProof(Refused):
    """Before that the visitor's browser has to do a small task, or the one it did does not count."""

    code = "needs_proof"
    sentence = "Your browser has to do a small task first. Try again."


class Sanctioned(Refused):
    """What was imposed on the visitor stands in the way; the sentence says why and until when."""

    code = "sanctioned"
    sentence = "You can't start a chat now."


class SwitchedOff(Refused):
    """The desk has paused this for everybody; the sentence says what."""

    code = "switched_off"
    sentence = "This is paused for a while. Come back later."


class Screened(Refused):
    """A screen would not let the message pass; the sentence says why."""

    code = "screened"
    sentence = "That message can't be sent here."


class ReportsFull(Refused):
    """Too many reports wait to be written down; better a clear no than one that is lost."""

    code = "full"
    sentence = "We can't take reports at this moment. Block them now, and report again in a few minutes."


class BadLogin(Refused):
    """Name, password or code is wrong; never says which."""

    code = "bad_login"
    sentence = "Name, password or code is wrong."


class NotModerator(Refused):
    """The desk's session is over, or never was."""

    code = "not_moderator"
    sentence = "Log in again."


class CaseChanged(Refused):
    """Somebody else decided it, or it is not there any more."""

    code = "case_changed"
    sentence = "This changed while you looked. Look again before you decide."


class Malformed(WhimsyError):
    """The input is not of the vocabulary; says nothing about what was expected."""

    code = "malformed"
    sentence = "That didn't make sense to us. Reload the page and try again."


class Unavailable(WhimsyError):
    """A store does not answer. `which` is for the log, never for the visitor."""

    code = "unavailable"
    sentence = "We can't reach our servers. Try again in a moment."
    meanwhile = "We can't reach our servers. Trying again…"
    """Said instead where it is tried again without the visitor."""

    def __init__(self, which: str) -> None:
        super().__init__()
        self.which = which


class Problem(WhimsyError):
    """What keeps Whimsy from starting: `str()` is one sentence that whoever runs it can act on.

    No traceback is shown for it, so the sentence says all, and never repeats a secret.
    """

    code = "problem"
    sentence = "Whimsy is not running yet. Try again in a moment."

    def __init__(self, what: str) -> None:
        super().__init__()
        self.args = (what,)
