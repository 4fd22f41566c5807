// React hooks for the studio and the devices.
import { useEffect, useState, useSyncExternalStore } from "react";
import { devices } from "$/whimsy/studio/devices.js";
import { studio } from "$/whimsy/studio/studio.js";

const SECOND_MS = 1_000;

/** Props of a picture that plays in the page and may not be opened in a window. */
export const PLAYS = { autoPlay: true, playsInline: true, disablePictureInPicture: true };

export function useStudio() {
  return useSyncExternalStore(studio.subscribe, studio.snapshot, studio.snapshot);
}

export function useDevices() {
  useEffect(() => void devices.refresh(), []);
  return useSyncExternalStore(devices.subscribe, devices.snapshot, devices.snapshot);
}

/**
 * Keep the picture in an element playing: a system pauses it for a phone call or a locked screen, and does not resume
 * it. `play` starts it.
 */
export function usePlaying(video, play) {
  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
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

/** Tell the studio the state of the chat whenever it changes. */
export function useChat({ phase, room, video, call, mode }) {
  const { n = 0, polite = false, ice = {} } = call ?? {};
  useEffect(() => {
    studio.follow({ phase, room, video, n, polite, ice, mode });
  }, [phase, room, video, n, mode]);
}

/** The quality of the call, measured once a second while it is connected; null before and after. */
export function useNumbers(phase) {
  const [numbers, setNumbers] = useState(null);
  const on = phase === "live" || phase === "unsteady";
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(async () => {
      if (!document.hidden) setNumbers(await studio.stats().catch(() => null)); // closed meanwhile
    }, SECOND_MS);
    return () => (clearInterval(timer), setNumbers(null));
  }, [on]);
  return numbers;
}
