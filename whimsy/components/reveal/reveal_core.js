// How much of themselves the two show each other in a call: at most what both want. By steps, a call begins with voices.

export const VOICE = "voice";
export const BLURRED = "blurred";
export const CLEAR = "clear";
const LEVELS = [VOICE, BLURRED, CLEAR];

/** The level that was told; whoever tells none wants to see and be seen. */
export const levelOf = (/** @type {unknown} */ raw) => LEVELS.find((level) => level === raw) ?? CLEAR;

/** @param {string} one @param {string} other */
export const lesser = (one, other) => LEVELS[Math.min(LEVELS.indexOf(one), LEVELS.indexOf(other))];

/** @param {string} level */
export const after = (level) => LEVELS[LEVELS.indexOf(level) + 1] ?? CLEAR;

const STEPS = {
  voice: { now: "You hear each other.", next: "Show blurred pictures", what: "blurred pictures" },
  blurred: { now: "You see each other blurred.", next: "Show clear pictures", what: "clear pictures" },
};

/**
 * What the stage says and offers while less than the clear pictures is shown, null otherwise: {now, more, next}, with
 * next the word of the button that goes one step further, "" after it was pressed.
 * @param {string} own how far this side wants to go @param {string} theirs how far the other does
 */
export function stepOf(own, theirs) {
  const words = STEPS[lesser(own, theirs)];
  if (!words) return null;
  if (own === theirs) return { now: words.now, more: "The next step comes when you both want it.", next: words.next };
  if (LEVELS.indexOf(own) > LEVELS.indexOf(theirs))
    return { now: words.now, more: `They see that you’d like ${words.what}.`, next: "" };
  return { now: words.now, more: `They’d like ${words.what}.`, next: words.next };
}
