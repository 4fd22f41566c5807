// A file that is fetched when it is first needed. It may not come, over a bad network or after a new version: then
// it can be fetched again, for what failed once must not stay failed.

/** One file. `load()` resolves to its module; the snapshot is { module or null, failed: how often in a row }. */
export function fetched(load) {
  const listeners = new Set();
  let state = { module: null, failed: 0 };
  let pending = null;
  const become = (next) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const run = async () => {
    try {
      become({ module: await load(), failed: 0 });
    } catch {
      become({ module: null, failed: state.failed + 1 }); // whoever shows it says so
    }
    pending = null;
    return state.module;
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    /** Resolves to the module, or null when it did not come. */
    fetch: async () => state.module ?? (pending ??= run()),
  };
}
