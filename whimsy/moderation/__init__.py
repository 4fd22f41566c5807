"""Who misbehaves: reports, blocks, sanctions, the moderators' desk, and how long any of it is kept.

What a visitor's state calls, with the caller's `Place` and what the server knows of them:

    sanctions.of(visitor, address) -> Standing      before a search, and at the event `StandingChanged`;
                                                    .check() raises Sanctioned; .pool is for the lobby, .proof
                                                    for the proof of work, .sentence for the page
    blocks.block(place, room)                       also leaves the room; twice is once
    reports.evidence(place, room) -> (EvidenceLine, ...)   what a report would carry, to be shown first
    reports.file(place, room, parse_reason(raw), parse_words(raw)) -> bool
    observations.note(visitor, address, kind, weight)   what a screen saw; 1.0 alone brings a mild step
    appeals.imposed(visitor) -> [Imposed]           what stands against them
    appeals.file(visitor, sanction, parse_appeal(raw)) -> bool
    switches.board() -> Board                       whether video, links and searches are allowed now
    capacity.video, capacity.wait                   "open", "slow" (searches for video wait) or "stopped"

What the desk calls; every handler begins with `who = await desk.who(secret)`:

    accounts.log_in(name, password, code, address) -> name; desk.open(name) -> secret; desk.close
    staff.all, .disable, .enable, .reset (name, by): raises BadAccount; ends the moderator's sessions
    aside.count, .first, .look, .again, .discard: lines that could not be written
    queue.open() -> [Case]; queue.look(who, target) -> File: put on record; File.seen is what a decision names
    decisions.dismiss, sanction, lift, answer, hold, release (who, ...): CaseChanged if it is not as shown
    appeals.waiting(); switches.turn(who, name, on=...); numbers.read(store, sessions); audit.lines(session)

Chores: reports.flush, observations.flush, sanctions.copy (2 s), blocks.remember, capacity.look (5 s),
retention.sweep (1 h). Automatic steps follow in the transaction that writes a report or an observation.
"""
