import { change, wire } from "./reflex.js";

/**
 * Posts a message in `room`. `accept(line)` is called with the line it became, `refuse({nonce, sentence})` if it was
 * refused, `wait(nonce)` if the server does not know yet whose page this is. Without an answer, or while the store is
 * away, none is called: the outbox tries again.
 */
export function post(room, { nonce, text }, { accept, refuse, wait }) {
  const socket = wire();
  if (!socket.connected) return;
  socket.emit("post", [room, nonce, text], (answer) => {
    if (answer?.seq)
      accept({ seq: answer.seq, kind: "text", at: answer.at, mine: true, text: answer.text ?? text, nonce });
    else if (answer?.code === "gone") wait(nonce);
    else if (answer?.sentence && answer.code !== "unavailable") refuse({ nonce, sentence: answer.sentence });
  });
}

/** Shows a line of `room`, as the server shows it to everybody but its author; `place` is where a delta has the lines. */
export function showLine({ state, field }, room, line) {
  change({ [state]: { [field]: { room, n: line.seq, full: false, lines: [line] } } });
}
