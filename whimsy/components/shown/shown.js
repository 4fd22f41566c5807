// A state that parts of the page look at, as React's useSyncExternalStore wants it.

/** @template {object} S */
export class Shown {
  #listeners = new Set();

  constructor(/** @type {S} */ state) {
    this.state = state;
  }

  subscribe = (/** @type {() => void} */ listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.state;

  /** Change some of it. Whoever listens is told, unless all of it was so before. */
  become(/** @type {Partial<S>} */ change) {
    const next = { ...this.state, ...change };
    if (Object.keys(next).every((key) => next[key] === this.state[key])) return;
    this.state = next;
    for (const listener of this.#listeners) listener();
  }
}
