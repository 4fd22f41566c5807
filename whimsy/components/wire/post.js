import { tray } from "$/whimsy/composer/tray.js";
import { change, wire } from "./reflex.js";

/**
 * Posts a message in `room`; `to` is the line that it answers, if any. `accept(line)` is called with the line it became,
 * `refuse({nonce, sentence})` if it was refused, `wait(nonce)` if the server does not know yet whose page this is.
 * Without an answer, or while the store is away, none is called: the outbox tries again.
 */
export function post(room, { nonce, text, to }, { accept, refuse, wait }) {
  const socket = wire();
  if (!socket.connected) return;
  socket.emit("post", [room, nonce, text, ...(to ? [to.seq] : [])], (answer) => {
    if (answer?.seq) accept({ kind: "text", mine: true, text, nonce, ...answer });
    else if (answer?.code === "gone") wait(nonce);
    else if (answer?.sentence && answer.code !== "unavailable") refuse({ nonce, sentence: answer.sentence });
  });
}

const LOST = "That didn’t get through. Try again.";

/** Reacts to a message ("react", seq, name) or asks for a topic ("topic", language). */
export function act(event, room, ...said) {
  const socket = wire();
  if (!socket.connected) return tray.tell(LOST);
  socket.emit(event, [room, ...said], (answer) => {
    if (answer?.code === "gone") tray.tell(LOST);
    else if (answer?.sentence) tray.tell(answer.sentence);
  });
}

/** Shows a line of `room`, as the server shows it to everybody but its author; `place` is where a delta has the lines. */
export function showLine({ state, field }, room, line) {
  change({ [state]: { [field]: { room, n: line.seq, full: false, lines: [line] } } });
}
