// What the previews of camera and microphone share.
import { useState, useSyncExternalStore } from "react";
import { asking } from "$/whimsy/consent/asking.js";
import { studio } from "$/whimsy/studio/studio.js";

/** Whether a call was chosen by a click just now, not by coming back from a search or a chat. */
export function useChosen() {
  const [chosen] = useState(() => Boolean(navigator.userActivation?.isActive) && ["", "idle"].includes(studio.phase));
  return chosen;
}

/** Whether the visitor has nothing more to be told of their address. */
export function useClear(relayed) {
  return useSyncExternalStore(asking.subscribe, asking.known) || relayed;
}
