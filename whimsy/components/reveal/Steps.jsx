import { useSyncExternalStore } from "react";
import { steps } from "./steps.js";

/** The choice to begin a call with voices, and to be shown later. */
export function Steps() {
  const by = useSyncExternalStore(steps.subscribe, steps.snapshot);
  return (
    <label className="check steps">
      <input type="checkbox" checked={by} onChange={({ target }) => steps.choose(target.checked)} />
      <span>
        By steps
        <small>First your voices, then blurred, then clear pictures. Each step needs you both.</small>
      </span>
    </label>
  );
}
