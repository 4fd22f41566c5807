// From wishing for video to having asked for it: first what it means is said, then the camera is on, then they
// are asked. Anything that changes meanwhile ends it.

export const REST = { room: "", wish: "", step: "" };
/** @typedef {{ room: string, wish: string, step: string, sentence?: string, only?: string }} Held */
/** @typedef {{ phase: string, room: string, video: string }} Chat */

/**
 * A click on "Video" or "Accept". `clear`: what it means for the visitor's address was said before; `lack`: what
 * this browser lacks for a call, or null.
 */
export function want(wish, room, { clear, lack = null }) {
  return { room, wish, step: lack ? "unable" : clear ? "camera" : "address" };
}

/** The visitor read it and goes on. @param {Held} held */
export function goOn(held) {
  return held.step ? { ...held, step: "camera" } : held;
}

/** The camera answered. @param {Held} held @param {boolean} opened */
export function answered(held, opened) {
  if (held.step !== "camera") return held;
  return { ...held, step: opened ? "asked" : "problem" };
}

/** The server would not have it: {n, room, sentence}. Else the same comes back. */
export function refusedBy(/** @type {Held} */ held, { room, sentence }) {
  if (held.step !== "asked" || held.room !== room) return held;
  return { ...held, step: "refused", sentence };
}

/** The chat moved on: what of the wish is left, and whether the camera has to go off. */
export function turn(/** @type {Held} */ held, /** @type {Chat} */ before, /** @type {Chat} */ now) {
  const moved = before.room !== now.room || now.phase !== "chatting" || (held.step && held.room !== now.room);
  if (moved) return { held: REST, off: Boolean(held.step) || before.video === "offered" };
  if (now.video === "on") return { held: REST, off: false };
  if (before.video && !now.video) return { held: REST, off: Boolean(held.step) || before.video === "offered" };
  return { held, off: false };
}

/** Which card is due: "", "address", "camera", "problem", "unloaded", "unable", "refused", "waiting" or "asked". */
export function card(/** @type {Held} */ wish, /** @type {Chat} */ { phase, room, video }) {
  if (phase !== "chatting" || video === "on") return "";
  const held = wish.room === room ? wish : REST;
  if (held.step === "asked") return "waiting";
  if (held.step) return held.step;
  return { offered: "waiting", asked: "asked" }[video] ?? "";
}
