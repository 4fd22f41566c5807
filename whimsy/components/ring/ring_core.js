// What a page that nobody looks at does when somebody was found, or wrote.

/** @typedef {"found" | "said"} Kind */
/** @typedef {"granted" | "denied" | "default" | "none"} Permission of the browser to notify; "none" if it cannot. */

const NOTES = { found: [660, 880], said: [880] };
const APART_MS = 5_000;

/** The tones of a chime: when each begins, in seconds, and its pitch in hertz. @param {Kind} kind */
export function tones(kind) {
  return NOTES[kind].map((hz, number) => ({ hz, at: number * 0.16 }));
}

/**
 * Whether it rings now: that somebody was found, always; words, not more often than every five seconds.
 * @param {Kind} kind @param {number} last when it rang last @param {number} now both in milliseconds
 */
export function rings(kind, last, now) {
  return kind === "found" || now - last >= APART_MS;
}

/**
 * What the visitor is told of their choice.
 * @param {boolean} on @param {Permission} permission @param {boolean} audible whether the browser plays sounds
 */
export function sentence(on, permission, audible) {
  if (!on) return "";
  const shown = permission === "granted";
  if (audible) return shown ? "You’ll hear it, and see a notification." : "You’ll hear it, in another tab, too.";
  return shown ? "You’ll see a notification." : "Your browser can’t ring here. The tab’s title will tell you.";
}
