// One button, also pressed by Esc, whose meaning follows the phase: Stop, Really?, New.

export const REALLY_MS = 3_000;
const SETTLE_MS = 300;
/** @typedef {{ phase: string, since: number, asked: number, left: number }} Held */
/** @type {Held} */
export const REST = { phase: "", since: 0, asked: -Infinity, left: -Infinity };

/** Take in the phase; a new one resets the question. `now`, as everywhere here, is in milliseconds. */
export function enter(/** @type {Held} */ held, /** @type {string} */ phase, /** @type {number} */ now) {
  if (held.phase === phase) return held;
  return { ...REST, phase, since: now, left: phase === "ended" ? held.left : -Infinity };
}

/** A click or Esc; returns the new state and the command, "" for none. @param {Held} held @param {number} now */
export function press(held, now) {
  if (held.phase === "searching") return [held, "cancel"];
  if (held.phase === "ended") {
    // If the partner left just before the press, it was meant as "Stop", not as "New".
    const meant = now - held.since >= SETTLE_MS || now - held.left < REALLY_MS;
    return [held, meant ? "next" : ""];
  }
  if (held.phase !== "chatting" || now - held.left < REALLY_MS) return [held, ""];
  if (!asking(held, now)) return [{ ...held, asked: now }, ""];
  return [{ ...held, asked: -Infinity, left: now }, "leave"];
}

/** Whether the button asks "Really?". @param {Held} held @param {number} now */
export function asking(held, now) {
  return now - held.asked < REALLY_MS;
}

/** The word on the button. @param {Held} held @param {number} now */
export function label(held, now) {
  if (held.phase === "searching") return "Stop searching";
  if (held.phase === "ended") return "New";
  return asking(held, now) ? "Really?" : "Stop";
}
