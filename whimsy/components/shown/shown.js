// A state that React components subscribe to by useSyncExternalStore.

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

  /** Change some of the state, and call the listeners if that changes any value. */
  become(/** @type {Partial<S>} */ change) {
    const next = { ...this.state, ...change };
    if (Object.keys(next).every((key) => next[key] === this.state[key])) return;
    this.state = next;
    for (const listener of this.#listeners) listener();
  }
}
