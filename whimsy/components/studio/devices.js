// The browser's cameras and microphones, with the visitor's choice among them remembered.
import { choices, parse, prefer } from "./devices_core.js";

const KEY = "whimsyDevices";
const real = navigator.mediaDevices;
const listeners = new Set();
let listed = { audio: [], video: [] };

export const devices = {
  /** As navigator.mediaDevices, but it asks for what was chosen last; undefined on an insecure page. */
  media: real && {
    getUserMedia: async (wanted) => {
      const stream = await real.getUserMedia(prefer(wanted, chosen()));
      refresh(); // now they have names
      return stream;
    },
    getDisplayMedia: real.getDisplayMedia && ((wanted) => real.getDisplayMedia(wanted)),
  },
  choose(kind, id) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...chosen(), [kind]: id }));
    } catch {
      // Then it is chosen again next time.
    }
  },
  refresh,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: () => listed,
};

function chosen() {
  try {
    return parse(localStorage.getItem(KEY));
  } catch {
    return parse("");
  }
}

async function refresh() {
  try {
    const all = await real.enumerateDevices();
    listed = { audio: choices(all, "audio"), video: choices(all, "video") };
    for (const listener of listeners) listener();
  } catch {
    // No list, no choice.
  }
}

real?.addEventListener?.("devicechange", refresh);
