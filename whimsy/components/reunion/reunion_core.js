// The strangers whom a visitor can meet again, as their browser keeps them (states/halves.py).

/** @typedef {{ half: string, met: number, until: number }} Half */

/**
 * The halves that can still be used, the newest first. What is malformed is left out.
 *
 * @param {string} kept
 * @param {number} now seconds since 1970
 * @returns {Half[]}
 */
export function halvesOf(kept, now) {
  let read;
  try {
    read = JSON.parse(kept || "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(read)) return [];
  return read.filter((one) => typeof one?.half === "string" && one.met > 0 && one.until > now).reverse();
}
