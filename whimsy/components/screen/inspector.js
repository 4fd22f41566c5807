// Looks at the visitor's own camera before it is sent to the stranger, on their own device.
import { PATIENCE_MS, watch } from "./watch.js";

/**
 * A function inspect(track, tell) that tells "pass" or "hit" of a camera; for one that was looked at before, at once.
 * As with the stranger's picture, a look that fails or takes long holds nobody up; a hit that comes later still counts.
 *
 * wanted(): whether the deployer wants pictures looked at; eye(track): a function that returns its present frame, or
 * null, and throws when it has ended; hire: makes the worker; clock: a timer.
 */
export function inspector({ wanted, eye, hire, clock }) {
  /** @type {WeakMap<MediaStreamTrack, { verdict: string, tells: ((verdict: string) => void)[] }>} */
  const known = new WeakMap();

  const begin = (track, seen) => {
    const learn = (verdict) => {
      if (verdict === seen.verdict) return;
      seen.verdict = verdict;
      for (const tell of seen.tells) tell(verdict);
    };
    const forget = clock.after(PATIENCE_MS, () => learn("pass"));
    let end = () => {}; // a watch that cannot begin tells so before it returns
    end = watch({
      hire,
      look: eye(track),
      tell(what) {
        forget();
        end(); // one look is enough: what is shown later, the stranger's device looks at
        learn(what === "hit" ? "hit" : "pass");
      },
    });
  };

  return (track, tell) => {
    if (!wanted()) return tell("pass");
    const seen = known.get(track) ?? { verdict: "", tells: [] };
    seen.tells.push(tell);
    if (seen.verdict) return tell(seen.verdict);
    if (known.has(track)) return undefined;
    known.set(track, seen);
    return begin(track, seen);
  };
}
