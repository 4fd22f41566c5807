// How long an asker rests, without anybody's clock: the server says how many seconds are left, and they are counted.
import { useEffect, useState } from "react";

const SECOND_MS = 1_000;

/** Seconds left until video may be asked for; 0: now; -1: not in this chat. `resting` is {until, seconds}. */
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
