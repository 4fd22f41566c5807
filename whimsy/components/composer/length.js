// How long a message is, as a person counts: a family emoji is one character.

export const LONGEST = 500;
export const QUIET_UNTIL = 450;
const FAR = 2 * LONGEST;
export const TOO_LONG = `That message is longer than ${LONGEST} characters. Shorten it and send again.`;

/** A field may hold so much, in code units, of what is pasted: browsers freeze over a line of millions. */
export const MOST = 20_000;
export const FULL = "Only the first 20,000 characters fit here. Shorten them and send.";

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters in `text` without the space around it; exact only near the limit, where it matters. */
export function length(text) {
  const said = text.trim();
  if (said.length < QUIET_UNTIL || !segmenter) return [...said].length;
  let count = 0;
  // Far beyond the limit it only has to be far.
  for (const { index } of segmenter.segment(said)) {
    if (count === FAR) return FAR + said.length - index;
    count += 1;
  }
  return count;
}
