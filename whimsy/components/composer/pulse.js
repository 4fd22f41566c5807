// Limits how often typing is reported: at the first key, then at most every two seconds.

/** Returns a function that tells whether to report this key. */
export function pulse(now, every = 2_000) {
  let told = -Infinity;
  return () => {
    if (now() - told < every) return false;
    told = now();
    return true;
  };
}
