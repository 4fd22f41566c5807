// Classifies frames of a picture repeatedly, as often as the device is fast enough for.
import { isHit } from "./screen_core.js";

export const EVERY_MS = 2_000;
export const PATIENCE_MS = 3_000; // whoever waits for the first look waits no longer
const SOON_MS = 250;
const SHARE = 4;

/**
 * Begin. hire: makes the worker; look: returns the present frame, or null; tell(what): "calm" or "hit", or "failed",
 * which is the last. Returns a function that ends it.
 */
export function watch({ hire, look, tell, wait = setTimeout, forget = clearTimeout, now = () => performance.now() }) {
  let over = false;
  let timer = null;
  let worker = null;
  let asked = 0;
  const end = () => {
    over = true;
    forget(timer);
    worker?.terminate();
  };
  const fail = () => {
    if (over) return;
    end();
    tell("failed");
  };
  const ask = () => {
    if (over) return;
    try {
      const frame = look();
      if (!frame) return void (timer = wait(ask, SOON_MS));
      asked = now();
      worker.postMessage(frame);
    } catch {
      fail();
    }
  };
  try {
    worker = hire();
    worker.onerror = (event) => (event.preventDefault?.(), fail());
    worker.onmessage = ({ data }) => {
      if (over) return;
      if (data.failed) return fail();
      // Less often on a slow device, which needs its time for the call.
      timer = wait(ask, Math.max(EVERY_MS, SHARE * (now() - asked)));
      tell(isHit(data.classes) ? "hit" : "calm");
    };
    ask();
  } catch {
    fail();
  }
  return end;
}
