import { change, wire } from "./reflex.js";

/**
 * Posts a message in `room`. What was accepted becomes a line of the page, at `place` ({state, field}) in a delta;
 * `refuse({nonce, sentence})` is called for what was refused. Without an answer the outbox tries again.
 */
export function post(place, room, { nonce, text }, refuse) {
  const socket = wire();
  if (!socket.connected) return;
  socket.emit("post", [room, nonce, text], (answer) => {
    if (answer.seq) change({ [place.state]: { [place.field]: window(room, nonce, text, answer) } });
    else if (answer.sentence && answer.code !== "unavailable") refuse({ nonce, sentence: answer.sentence });
  });
}

/** What the server shows to everybody but the author, who knows what it says. */
const window = (room, nonce, said, { seq, at, text = said }) => ({
  room,
  n: seq,
  full: false,
  lines: [{ seq, kind: "text", at, mine: true, text, nonce }],
});
