// React's view of the studio and the devices.
import { useEffect, useState, useSyncExternalStore } from "react";
import { devices } from "$/whimsy/studio/devices.js";
import { studio } from "$/whimsy/studio/studio.js";

const SECOND_MS = 1_000;

/** How a picture of a call is in the page: it plays there, and nowhere else. */
export const PLAYS = { autoPlay: true, playsInline: true, disablePictureInPicture: true };

export function useStudio() {
  return useSyncExternalStore(studio.subscribe, studio.snapshot, studio.snapshot);
}

export function useDevices() {
  useEffect(() => void devices.refresh(), []);
  return useSyncExternalStore(devices.subscribe, devices.snapshot, devices.snapshot);
}

/**
 * Keep the picture in an element playing. A system pauses it, for a phone call or a locked screen, and nobody else
 * would start it again. `play` starts it.
 */
export function usePlaying(video, play) {
  useEffect(() => {
    const element = video.current;
    const again = () => {
      if (element.paused && element.srcObject?.active && !document.hidden) play();
    };
    const away = new AbortController();
    const { signal } = away;
    element.addEventListener("pause", again, { signal });
    document.addEventListener("visibilitychange", again, { signal });
    window.addEventListener("pageshow", again, { signal });
    return () => away.abort();
  }, []);
}

/** Tell the studio how the chat stands, whenever that changes. */
export function useChat({ phase, room, video, call, mode }) {
  const { n = 0, polite = false, ice = {} } = call ?? {};
  useEffect(() => {
    studio.follow({ phase, room, video, n, polite, ice, mode });
  }, [phase, room, video, n, mode]);
}

/** How good the call is, looked at once a second while it lives. */
export function useNumbers(phase) {
  const [numbers, setNumbers] = useState(null);
  const on = phase === "live" || phase === "unsteady";
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(async () => {
      if (!document.hidden) setNumbers(await studio.stats().catch(() => null)); // closed meanwhile: no numbers
    }, SECOND_MS);
    return () => (clearInterval(timer), setNumbers(null));
  }, [on]);
  return numbers;
}
