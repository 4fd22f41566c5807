// The length of a message in characters as a person counts: a family emoji is one.

/** The sentence for a message of more than `longest` characters. */
export const tooLong = (longest) => `That message is longer than ${longest} characters. Shorten it and send again.`;

/** From so many characters on, the rest is counted down. */
export const quietUntil = (longest) => Math.ceil(0.9 * longest);

/** How many code units of pasted text a field takes, as browsers freeze over a line of millions. */
export const MOST = 20_000;
export const FULL = "Only the first 20,000 characters fit here. Shorten them and send.";

const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters in `text` without surrounding space. Exact only around the limit `longest`. */
export function length(text, longest) {
  const said = text.trim();
  if (said.length < quietUntil(longest) || !segmenter) return [...said].length;
  const far = 2 * longest;
  let count = 0;
  // Far beyond the limit the exact number does not matter, and takes long to count.
  for (const { index } of segmenter.segment(said)) {
    if (count === far) return far + said.length - index;
    count += 1;
  }
  return count;
}
