// A page that reconnects to another process is first sent empty states, then the right ones. If both were shown, the
// chat would disappear for a moment, and with it the keyboard, the scroll position and the call.
/** @typedef {Record<string, Record<string, unknown>>} Delta */

/** Holds back deltas from the phase "loading" on, until one with another phase. */
export class Hold {
  /** @type {Delta | null} */ #held = null;
  /** @type {{ state: string, field: string }} */ #phase;

  /** `phase` is where a delta has the phase: {state, field}. */
  constructor(phase) {
    this.#phase = phase;
  }

  /** Change `delta` ({state: {var: value}}) to what is to be shown now. */
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
      this.#held = merged(this.#held, delta); // shown now, and must not be undone by the held one
    }
  }
}

function merged(/** @type {Delta | null} */ earlier, /** @type {Delta} */ later) {
  const all = /** @type {Delta} */ ({ ...earlier });
  for (const state in later) all[state] = { ...all[state], ...later[state] };
  return all;
}
