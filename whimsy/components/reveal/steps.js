// Whether the visitor wants calls to go by steps.
import { Shown } from "$/whimsy/shown/shown.js";

const KEY = "whimsySteps";
const shown = new Shown({ by: localStorage.getItem(KEY) === "yes" });

export const steps = {
  subscribe: shown.subscribe,
  snapshot: () => shown.state.by,
  choose(/** @type {boolean} */ by) {
    shown.become({ by });
    localStorage.setItem(KEY, by ? "yes" : "");
  },
};
