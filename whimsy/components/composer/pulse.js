// Typing, told at the first key and then at most once in a while.

/** Returns a function that says whether this key should be told. */
export function pulse(now, every = 2_000) {
  let told = -Infinity;
  return () => {
    if (now() - told < every) return false;
    told = now();
    return true;
  };
}
