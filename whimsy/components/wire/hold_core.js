// A page that comes back to another process is first sent empty states, then what they should be. Shown one after
// the other the chat would vanish for a moment, with the keyboard, the place in the text, and the call.
/** @typedef {Record<string, Record<string, unknown>>} Delta */

/** Keeps what says "loading" back, and lets it through together with what ends the loading. */
export class Hold {
  /** @type {Delta | null} */ #held = null;
  /** @type {{ state: string, field: string }} */ #phase;

  /** `phase` is where a delta has it: {state, field}. */
  constructor(phase) {
    this.#phase = phase;
  }

  /** Change `delta` ({state: {var: value}}) to what the page should be shown of it now. */
  pass(/** @type {Delta | undefined} */ delta) {
    if (!delta) return;
    const phase = delta[this.#phase.state]?.[this.#phase.field];
    if (phase === "loading") {
      this.#held = merged(this.#held, delta);
      for (const state in delta) delete delta[state];
    } else if (this.#held && phase) {
      Object.assign(delta, merged(this.#held, delta));
      this.#held = null;
    } else if (this.#held) {
      this.#held = merged(this.#held, delta); // it is shown now, and must not be undone later
    }
  }
}

function merged(/** @type {Delta | null} */ earlier, /** @type {Delta} */ later) {
  const all = /** @type {Delta} */ ({ ...earlier });
  for (const state in later) all[state] = { ...all[state], ...later[state] };
  return all;
}
