// Solves a challenge without blocking the page. Posts {tried} as it goes on, then {number}.
import { steps } from "./proof_core.js";

const AT_ONCE = 20_000;

self.onmessage = ({ data }) => {
  const all = steps(data, AT_ONCE);
  for (;;) {
    const { done, value } = all.next();
    postMessage(done ? { number: value } : { tried: value });
    if (done) return;
  }
};
