// The page's one wish for video, and whether the visitor was told what it means for their address.
import { REST } from "./consent_core.js";

const KEY = "whimsyAddressKnown";
const listeners = new Set();
let held = REST;
let known = read();

function tell() {
  for (const listener of listeners) listener();
}

function read() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

export const asking = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: () => held,
  set(next) {
    if (next === held) return;
    held = next;
    tell();
  },
  known: () => known,
  know() {
    known = true;
    try {
      localStorage.setItem(KEY, "yes");
    } catch {
      // Then it is said again next time.
    }
    tell();
  },
};
