"""All errors of our own, as one tree.

WhimsyError                a stable code, a sentence for the visitor
├── Refused                the visitor asked for something that is not allowed now
│   ├── NotInRoom          the command names a room that the tab is not in
│   ├── Watching           somebody who asked a question only watches its discussion
│   ├── Watched            there are no calls where whoever asked the question reads along
│   ├── RoomClosed         the conversation ended before the command arrived
│   ├── BusyElsewhere      the visitor talks or searches in another tab that is alive
│   ├── NotHolder          a newer connection holds this tab
│   ├── MessageGone        the room does not keep the message that was aimed at any more
│   ├── BadText            a text is empty or too long; the sentence says which
│   ├── TooFast            a budget of the visitor or of their address is spent; says how long to wait
│   ├── VideoRests         the other side would rather not have video; says when to ask again
│   ├── NeedsProof         the browser must do a proof of work first, or what it did does not count
│   ├── Sanctioned         a sanction forbids it; the sentence says why and until when
│   ├── InvitationOver     an invitation was used by two others, is too old, or is not ours
│   │   └── ReunionOver    two who wanted to meet again can do so no more
│   ├── Closed             it is outside of the opening hours
│   ├── SwitchedOff        a moderator has switched it off for everybody; the sentence says what
│   ├── Screened           a screen refused the message; the sentence says why
│   ├── ReportsFull        too many reports wait for SQL, and this one would be lost
│   ├── BadLogin           name, password or code of a moderator is wrong; never says which
│   ├── NotModerator       the session at the desk is over, or never was
│   ├── CaseChanged        what a moderator decides on is not as it was shown, or not there any more
│   ├── BadAccount         that cannot be done to a moderator's account (moderation/staff.py)
│   ├── MirrorOff, MirrorBusy, MirrorFailed, MirrorUnreachable, MirrorOver       (calls/mirror.py)
│   └── OutOfStep, TooManySignals    this call cannot go on like that (calls/negotiation.py)
├── Malformed              input is not of the vocabulary; never says what was expected
│   └── Unheard            no page of ours says such a thing (states/vocabulary.py)
├── Unavailable            a store does not answer
├── CannotOpen             a second factor was sealed with a key that is gone (moderation/second_factor.py)
└── Problem                Whimsy cannot start; one sentence for whoever runs it
    ├── BadSettings, BadDatabase, BadStoreUrl, BadList, NoProvider    a setting cannot be used
    ├── BadTopics             a list of topics cannot be used (rooms/topics.py)
    ├── BadBackup             a backup cannot be written or restored (storage/backup.py)
    ├── BadFolder, CannotStart, NotMigrated                           what Whimsy stands on is not ready
    └── Changed, NotPatched                                           Reflex is not what `seam` was made for

`acts`, the shared part of `states`, and `edge` catch these; `launch` catches a Problem. Any
other exception that escapes is a bug. tests/test_errors.py finds an error that stands outside of the tree. No
sentence ever holds a visitor's words, tokens or address.
"""

from whimsy import durations


class WhimsyError(Exception):
    """code: stable, for programs; sentence: for the visitor."""

    code = "error"
    sentence = "Something went wrong. Try again."

    def __init__(self, sentence: str | None = None) -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.code)


class Refused(WhimsyError):
    code = "refused"
    sentence = "That isn't possible right now."


class NotInRoom(Refused):
    code = "not_in_room"
    sentence = "That conversation is no longer open here."


class RoomClosed(Refused):
    code = "room_closed"
    sentence = "They left before that was sent."


class Watching(Refused):
    code = "watching"
    sentence = "You asked the question, so you only watch this one."


class Watched(Refused):
    code = "watched"
    sentence = "There is no video here while somebody reads along."


class BusyElsewhere(Refused):
    code = "busy_elsewhere"
    sentence = "You are already chatting in another tab. End that chat first, or continue there."


class NotHolder(Refused):
    code = "displaced"
    sentence = "This chat continues in another tab."


class MessageGone(Refused):
    code = "message_gone"
    sentence = "That message is too far back by now."


class BadText(Refused):
    code = "bad_text"
    sentence = "That message can't be sent."


class TooFast(Refused):
    """wait: seconds until the budget allows it again."""

    code = "too_fast"
    sentence = "That was too fast. Wait a moment and try again."

    def __init__(self, wait: float) -> None:
        super().__init__(f"That was too fast. Try again in {durations.wait(wait)}.")
        self.wait = wait


class VideoRests(Refused):
    """wait: seconds until this side may ask again; below 0 it may not in this chat."""

    code = "video_rests"

    def __init__(self, wait: float) -> None:
        later = f"You can ask again in {durations.wait(wait)}."
        again = later if wait >= 0 else "Only they can ask for it now."
        super().__init__(f"They’d rather not have video. {again}")
        self.wait = wait


class NeedsProof(Refused):
    code = "needs_proof"
    sentence = "Your browser has to do a small task first. Try again."


class Sanctioned(Refused):
    code = "sanctioned"
    sentence = "You can't start a chat now."


class InvitationOver(Refused):
    code = "invitation_over"
    sentence = "This invitation was used already, or is too old. Ask for a new one."


class ReunionOver(InvitationOver):
    code = "reunion_over"
    sentence = "You two can’t meet by this any more."


class Closed(Refused):
    code = "closed"
    sentence = "We’re closed now. The start page says when we open again."


class SwitchedOff(Refused):
    code = "switched_off"
    sentence = "This is paused for a while. Come back later."


class Screened(Refused):
    code = "screened"
    sentence = "That message can't be sent here."


class ReportsFull(Refused):
    code = "full"
    sentence = "We can't take reports at this moment. Block them now, and report again in a few minutes."


class BadLogin(Refused):
    code = "bad_login"
    sentence = "Name, password or code is wrong."


class NotModerator(Refused):
    code = "not_moderator"
    sentence = "Log in again."


class CaseChanged(Refused):
    code = "case_changed"
    sentence = "This changed while you looked. Look again before you decide."


class Malformed(WhimsyError):
    code = "malformed"
    sentence = "That didn't make sense to us. Reload the page and try again."


class Unavailable(WhimsyError):
    """which: the store, for the log, never for the visitor."""

    code = "unavailable"
    sentence = "We can't reach our servers. Try again in a moment."
    meanwhile = "We can't reach our servers. Trying again…"
    """The sentence where it is tried again without the visitor."""

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
