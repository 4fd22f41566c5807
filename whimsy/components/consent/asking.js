// The page's one wish for video, and whether the visitor was told what it means for their address.
import { Shown } from "$/whimsy/shown/shown.js";
import { REST } from "./consent_core.js";

const KEY = "whimsyAddressKnown";
const shown = new Shown({ held: REST, known: read() });

function read() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

export const asking = {
  subscribe: shown.subscribe,
  snapshot: () => shown.state.held,
  set: (held) => shown.become({ held }),
  known: () => shown.state.known,
  know() {
    shown.become({ known: true });
    try {
      localStorage.setItem(KEY, "yes");
    } catch {
      // Then it is said again next time.
    }
  },
};
