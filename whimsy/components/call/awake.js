// Keeps the screen of a phone on during a call (https://www.w3.org/TR/screen-wake-lock/).

/**
 * Hold a lock from now on. The browser gives it up whenever the page is hidden, so it is asked for again. Returns a
 * function that ends it. Browsers without it, or with an empty battery, go on without.
 */
export function awake(page = document, { wakeLock } = navigator) {
  let lock = null;
  let asking = false;
  let over = false;
  const ask = async () => {
    if (over || asking || page.hidden || !wakeLock || (lock && !lock.released)) return;
    asking = true;
    try {
      lock = await wakeLock.request("screen");
      if (over) lock.release();
    } catch {
      // Not now: it is asked for again when the page is shown the next time.
    } finally {
      asking = false;
    }
  };
  page.addEventListener("visibilitychange", ask);
  ask();
  return () => {
    over = true;
    page.removeEventListener("visibilitychange", ask);
    lock?.release();
  };
}
