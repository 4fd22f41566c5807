// Solves a challenge by a worker or, where none can be made, in small slices on the page.
import { steps } from "./proof_core.js";

const SLICE = 2_000;

/**
 * Begin. hire: makes the worker; tell: {onProgress(from 0 to 1), onFound(number), onFailed()}.
 * Returns a function that cancels; after that nothing is called.
 */
export function begin(challenge, hire, tell) {
  let over = false;
  let worker = null;
  const finish = (number) => {
    if (over) return;
    stop();
    if (number < 0) tell.onFailed();
    else tell.onFound(number);
  };
  const stop = () => {
    over = true;
    worker?.terminate();
  };
  const alone = () => {
    worker?.terminate();
    worker = null;
    const all = steps(challenge, SLICE);
    const slice = () => {
      if (over) return;
      const { done, value } = all.next();
      if (done) return finish(value);
      tell.onProgress(value / challenge.maxnumber);
      setTimeout(slice);
    };
    slice();
  };
  try {
    worker = hire();
    worker.onmessage = ({ data }) => {
      if (over) return;
      if ("number" in data) finish(data.number);
      else tell.onProgress(data.tried / challenge.maxnumber);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (!over) alone();
    };
    worker.postMessage({ ...challenge });
  } catch {
    alone();
  }
  return stop;
}
