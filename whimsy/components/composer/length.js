// How long a message is, as a person counts: a family emoji is one character.

export const LONGEST = 500;
export const QUIET_UNTIL = 450;
export const TOO_LONG = `That message is longer than ${LONGEST} characters. Shorten it and send again.`;

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters in `text` without the space around it; exact only near the limit, where it matters. */
export function length(text) {
  const said = text.trim();
  if (said.length < QUIET_UNTIL || !segmenter) return [...said].length;
  let count = 0;
  for (const _ of segmenter.segment(said)) count += 1;
  return count;
}
