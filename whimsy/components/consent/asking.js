// How far asking for video is in this page, and whether the visitor was told that a partner may learn their address.
import { Shown } from "$/whimsy/shown/shown.js";
import { REST } from "./consent_core.js";

const KEY = "whimsyAddressKnown";
const shown = new Shown({ held: REST, known: localStorage.getItem(KEY) === "yes" });

export const asking = {
  subscribe: shown.subscribe,
  snapshot: () => shown.state.held,
  set: (held) => shown.become({ held }),
  known: () => shown.state.known,
  know() {
    shown.become({ known: true });
    localStorage.setItem(KEY, "yes");
  },
};
