"""Who misbehaves: reports, blocks, sanctions, the moderators' desk, and how long any of it is kept.

Visitors: `reports` takes a report with its evidence from the room itself, `blocks` keeps two people apart,
and `appeals` takes one objection to each sanction. A search asks `sanctions` for the standing of its visitor,
`switches` for what the desk switched off, and `capacity` whether reports wait too long for more video.

Messages and calls: `screens` judges a message, `observations` notes what a screen saw, and `shunned` notes
whose calls others end within seconds. A report or an observation may bring an automatic step in the same
transaction: `automatic` loads what is known of the visitor, and `ladder` decides.

The desk: each handler begins with `who = await desk.who(secret)`. `accounts` logs moderators in, `staff`
manages them. They read `queue` and `appeals`, act by `decisions`, and look after lines that SQL refused in
`aside`. `audit` records each act and each look, `numbers` counts.

Chores: `Moderation.chores` brings to SQL or Redis what waits for it; `retention` deletes what is too old.
"""
