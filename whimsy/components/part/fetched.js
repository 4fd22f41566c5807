// A file that is fetched when it is first needed. It may not come, over a bad network or after a new version: then
// it can be fetched again, for what failed once must not stay failed.

import { Shown } from "../shown/shown.js";

const heard = new WeakSet();

/** Whether the page itself says that a file did not come, and offers to try again: nobody else need act on it. */
export const isSaid = (error) => heard.has(error);

/** A file on its way, of which the caller will say that it did not come. */
export async function saying(file) {
  try {
    return await file;
  } catch (error) {
    heard.add(error);
    throw error;
  }
}

/** One file. `load()` resolves to its module; the snapshot is { module or null, failed: how often in a row }. */
export function fetched(load) {
  const shown = new Shown({ module: null, failed: 0 });
  let pending = null;
  const run = async () => {
    try {
      shown.become({ module: await saying(load()), failed: 0 });
    } catch {
      shown.become({ failed: shown.state.failed + 1 }); // whoever shows it says so
    }
    pending = null;
    return shown.state.module;
  };
  const { subscribe, snapshot } = shown;
  /** Resolves to the module, or null when it did not come. */
  const fetch = async () => shown.state.module ?? (pending ??= run());
  return { subscribe, snapshot, fetch };
}
