// What the previews of camera and microphone share.
import { useEffect, useState, useSyncExternalStore } from "react";
import { asking } from "$/whimsy/consent/asking.js";
import { useChat } from "$/whimsy/stage/hooks.js";
import { studio } from "$/whimsy/studio/studio.js";

/**
 * Follow the chat, and open what was chosen by a click just now, not by coming back from a search or a chat. Returns
 * whether the visitor has still to be told of their address before anything opens.
 */
export function useUntold({ phase, mode, relayed }) {
  const [chosen] = useState(() => Boolean(navigator.userActivation?.isActive) && ["", "idle"].includes(studio.phase));
  const clear = useClear(relayed);
  useChat({ phase, room: "", video: "", call: null, mode });
  useEffect(() => {
    if (chosen && clear && phase === "idle") studio.open();
  }, []);
  return phase === "idle" && !clear;
}

/** Whether the visitor has nothing more to be told of their address. */
export function useClear(relayed) {
  return useSyncExternalStore(asking.subscribe, asking.known) || relayed;
}
