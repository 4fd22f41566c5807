// The steps from a click on "Video" to the question: first the visitor is told about their address, then the camera
// opens, then the partner is asked. Any change of the chat meanwhile ends them.

export const REST = { room: "", wish: "", step: "" };
/** @typedef {{ room: string, wish: string, step: string, sentence?: string, only?: string }} Held */
/** @typedef {{ phase: string, room: string, video: string }} Chat */

/**
 * A click on "Video" or "Accept". `clear`: nothing has to be told about the visitor's address; `lack`: what this
 * browser lacks for a call, or null.
 */
export function want(wish, room, { clear, lack = null }) {
  return { room, wish, step: lack ? "unable" : clear ? "camera" : "address" };
}

/** The visitor read about their address, or tries again. @param {Held} held */
export function goOn(held) {
  return held.step ? { ...held, step: "camera" } : held;
}

/** The camera opened, or did not. @param {Held} held @param {boolean} opened */
export function answered(held, opened) {
  if (held.step !== "camera") return held;
  return { ...held, step: opened ? "asked" : "problem" };
}

/** The server refused the question; returns `held` itself if that was not about it. */
export function refusedBy(/** @type {Held} */ held, { room, sentence }) {
  if (held.step !== "asked" || held.room !== room) return held;
  return { ...held, step: "refused", sentence };
}

/** The chat changed: what is left of the steps, and whether the camera must go off. */
export function turn(/** @type {Held} */ held, /** @type {Chat} */ before, /** @type {Chat} */ now) {
  const moved = before.room !== now.room || now.phase !== "chatting" || (held.step && held.room !== now.room);
  if (now.video === "on" && !moved) return { held: REST, off: false };
  if (!moved && (now.video || !before.video)) return { held, off: false };
  // After a call that ended in a chat that goes on nothing shows what is on.
  const ended = before.video === "on" && !moved;
  return { held: REST, off: Boolean(held.step) || before.video === "offered" || ended };
}

/** Which card to show: "", "address", "camera", "problem", "unloaded", "unable", "refused", "waiting" or "asked". */
export function card(/** @type {Held} */ wish, /** @type {Chat} */ { phase, room, video }) {
  if (phase !== "chatting" || video === "on") return "";
  const held = wish.room === room ? wish : REST;
  if (held.step === "asked") return "waiting";
  if (held.step) return held.step;
  return { offered: "waiting", asked: "asked" }[video] ?? "";
}
