// How long a visitor must wait before asking for video again. The server tells the seconds left, as clocks differ.
import { useEffect, useState } from "react";

const SECOND_MS = 1_000;

/** Seconds until video may be asked for: 0 for now, -1 for not in this chat. `resting` is {until, seconds}. */
export function useRest(resting) {
  const [left, setLeft] = useState(resting.seconds);
  useEffect(() => {
    setLeft(resting.seconds);
    if (resting.seconds <= 0) return undefined;
    const ends = performance.now() + resting.seconds * SECOND_MS;
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((ends - performance.now()) / SECOND_MS));
      setLeft(now);
      if (!now) clearInterval(timer);
    }, SECOND_MS);
    return () => clearInterval(timer);
  }, [resting.until, resting.seconds]);
  return left;
}
