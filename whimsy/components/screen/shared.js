// One worker for all who look at pictures in a page, as each of its own would load the model once more.

/** @typedef {{ onmessage: ((event: any) => void) | null, onerror: ((event: any) => void) | null }} Holder */

/**
 * A function that hires the worker which `hire` makes. What it returns is used like a worker; the real one ends when all
 * who hired it have ended theirs. It must answer frames in the order in which they came.
 */
export function shared(hire) {
  let worker = null;
  /** @type {Set<Holder>} */
  const holders = new Set();
  /** @type {Holder[]} */
  let asked = [];

  const open = () => {
    const made = hire();
    made.onmessage = (event) => asked.shift()?.onmessage?.(event);
    made.onerror = (event) => [...holders].forEach((holder) => holder.onerror?.(event));
    return made;
  };

  return () => {
    worker ??= open();
    const holder = {
      onmessage: null,
      onerror: null,
      postMessage(frame) {
        asked.push(holder);
        worker.postMessage(frame);
      },
      terminate() {
        holder.onmessage = holder.onerror = null; // an answer that is on its way is nobody's
        holders.delete(holder);
        if (holders.size || !worker) return;
        worker.terminate();
        worker = null;
        asked = [];
      },
    };
    holders.add(holder);
    return holder;
  };
}
