// Stop, Really?, New: one button, the same place, also under Esc. What it means follows the phase.

export const REALLY_MS = 3_000;
const SETTLE_MS = 300;
/** @typedef {{ phase: string, since: number, asked: number, left: number }} Held */
/** @type {Held} */
export const REST = { phase: "", since: 0, asked: -Infinity, left: -Infinity };

/** The phase as it is now; a new one forgets what was asked in the old. */
export function enter(/** @type {Held} */ held, /** @type {string} */ phase, /** @type {number} */ now) {
  if (held.phase === phase) return held;
  return { ...REST, phase, since: now, left: phase === "ended" ? held.left : -Infinity };
}

/** A click or Esc: the new state, and the command it gives ("" for none). @param {Held} held @param {number} now */
export function press(held, now) {
  if (held.phase === "searching") return [held, "cancel"];
  if (held.phase === "ended") {
    // They left under a finger that meant "Stop": that press is not a wish for someone new.
    const meant = now - held.since >= SETTLE_MS || now - held.left < REALLY_MS;
    return [held, meant ? "next" : ""];
  }
  if (held.phase !== "chatting" || now - held.left < REALLY_MS) return [held, ""];
  if (!asking(held, now)) return [{ ...held, asked: now }, ""];
  return [{ ...held, asked: -Infinity, left: now }, "leave"];
}

/** Whether "Really?" still stands. @param {Held} held @param {number} now */
export function asking(held, now) {
  return now - held.asked < REALLY_MS;
}

/** The word on the button. @param {Held} held @param {number} now */
export function label(held, now) {
  if (held.phase === "searching") return "Stop searching";
  if (held.phase === "ended") return "New";
  return asking(held, now) ? "Really?" : "Stop";
}
