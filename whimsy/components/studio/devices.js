// The browser's cameras and microphones, and the visitor's choice among them, which the browser keeps.
import { Shown } from "$/whimsy/shown/shown.js";
import { choices, kindsOf, parse, prefer } from "./devices_core.js";

const KEY = "whimsyDevices";
const real = navigator.mediaDevices;
const heeding = [];
const listed = new Shown({ audio: [], video: [] });

export const devices = {
  /** Like navigator.mediaDevices, but it asks for the chosen devices; undefined on an insecure page. */
  media: real && {
    getUserMedia: async (wanted) => {
      const stream = await real.getUserMedia(prefer(wanted, chosen()));
      refresh(); // the browser names devices only once one was allowed
      return stream;
    },
    getDisplayMedia: real.getDisplayMedia && ((wanted) => real.getDisplayMedia(wanted)),
    allows,
  },
  choose(kind, id) {
    localStorage.setItem(KEY, JSON.stringify({ ...chosen(), [kind]: id }));
  },
  refresh,
  /** Call `listener(kinds)` with the kinds of devices there are, whenever one comes or goes. */
  heed: (listener) => void heeding.push(listener),
  subscribe: listed.subscribe,
  snapshot: listed.snapshot,
};

function chosen() {
  return parse(localStorage.getItem(KEY));
}

async function refresh() {
  try {
    const all = await real.enumerateDevices();
    listed.become({ audio: choices(all, "audio"), video: choices(all, "video") });
    return kindsOf(all);
  } catch {
    return []; // it keeps the list from pages
  }
}

/** Whether the page's policy allows it; true in browsers that cannot tell. */
function allows(feature) {
  const policy = document.permissionsPolicy ?? document.featurePolicy;
  return policy?.features?.().includes(feature) ? policy.allowsFeature(feature) : true;
}

real?.addEventListener?.("devicechange", async () => {
  const present = await refresh();
  for (const listener of heeding) listener(present);
});
