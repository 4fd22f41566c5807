import { useEffect, useState } from "react";

/** Seconds left of `seconds`, by a clock that nobody sets; `begin`: another value starts them anew. */
export function useLeft(seconds, begin) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (!seconds) return setLeft(0);
    const began = performance.now();
    const look = () => setLeft(Math.max(0, Math.ceil(seconds - (performance.now() - began) / 1000)));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [seconds, begin]);
  return left;
}
