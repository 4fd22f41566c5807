// The browser's cameras and microphones, with the visitor's choice among them remembered.
import { Shown } from "$/whimsy/shown/shown.js";
import { choices, kindsOf, parse, prefer } from "./devices_core.js";

const KEY = "whimsyDevices";
const real = navigator.mediaDevices;
const heeding = [];
const listed = new Shown({ audio: [], video: [] });

export const devices = {
  /** As navigator.mediaDevices, but it asks for what was chosen last; undefined on an insecure page. */
  media: real && {
    getUserMedia: async (wanted) => {
      const stream = await real.getUserMedia(prefer(wanted, chosen()));
      refresh(); // now they have names
      return stream;
    },
    getDisplayMedia: real.getDisplayMedia && ((wanted) => real.getDisplayMedia(wanted)),
    allows,
  },
  choose(kind, id) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...chosen(), [kind]: id }));
    } catch {
      // Then it is chosen again next time.
    }
  },
  refresh,
  /** Call `listener(kinds)` with the kinds of devices there are, whenever one comes or goes. */
  heed: (listener) => void heeding.push(listener),
  subscribe: listed.subscribe,
  snapshot: listed.snapshot,
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
    listed.become({ audio: choices(all, "audio"), video: choices(all, "video") });
    return kindsOf(all);
  } catch {
    return []; // No list, no choice.
  }
}

/** Whether the page itself may use it; not all browsers can say. */
function allows(feature) {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return policy?.features?.().includes(feature) ? policy.allowsFeature(feature) : true;
}

real?.addEventListener?.("devicechange", async () => {
  const present = await refresh();
  for (const listener of heeding) listener(present);
});
