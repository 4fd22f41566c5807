// A script that is loaded when it is first needed. That may fail, on a bad network or after a new build, and can then
// be tried again.

import { Shown } from "../shown/shown.js";

const heard = new WeakSet();

/** Whether the page shows this failure itself, with a way to try again, so that nothing else need be done. */
export const isSaid = (error) => heard.has(error);

/** Await an import whose failure the caller will show. */
export async function saying(file) {
  try {
    return await file;
  } catch (error) {
    heard.add(error);
    throw error;
  }
}

/** A script. `load()` imports it; the snapshot is { module or null, failed: how often in a row }. */
export function fetched(load) {
  const shown = new Shown({ module: null, failed: 0 });
  let pending = null;
  const run = async () => {
    try {
      shown.become({ module: await saying(load()), failed: 0 });
    } catch {
      shown.become({ failed: shown.state.failed + 1 }); // Part.jsx shows it
    }
    pending = null;
    return shown.state.module;
  };
  const { subscribe, snapshot } = shown;
  /** Resolves to the module, or null if it could not be loaded. */
  const fetch = async () => shown.state.module ?? (pending ??= run());
  return { subscribe, snapshot, fetch };
}
