// The numbered signals of one call, both ways. A signal may be lost or come twice, so everything said is kept
// and can be said again under its old number: who has heard that number drops it. What is kept is bounded, as it is
// at the server, and so is the speed: a socket on which too much comes at once is closed.

const KEPT = 400; // the newest of those said, and of the numbers heard
const BURST = 80;
const PER_SECOND = 15;

export class Line {
  #address;
  #send;
  #clock;
  #credit = BURST;
  /** @type {(() => void) | null} */ #filling = null;
  #said = [];
  #seq = 0;
  #next = 0;
  #heard = new Set();
  #past = 0;
  #open = true;

  /** `send(signal)` returns false (or throws) when the channel is down; what it did not take waits. */
  constructor({ room, call, send, clock }) {
    this.#address = { room, call };
    this.#clock = clock;
    this.#send = send;
  }

  /** Whether something waits for the channel to come back. */
  get blocked() {
    return this.#next < this.#said.length;
  }

  post(kind, body = {}) {
    if (!this.#open) return;
    const signal = { ...this.#address, seq: (this.#seq += 1), kind, body };
    if (kind === "bye") return void this.#taken(signal); // the last word waits for none before it
    this.#said.push(signal);
    if (this.#said.length > KEPT) {
      this.#said.shift();
      this.#next = Math.max(0, this.#next - 1);
    }
    this.#flush();
  }

  /** Say everything again. */
  repeat() {
    this.#next = 0;
    this.#flush();
  }

  /** Say everything again and, with a new ready, ask the other side to do the same. */
  knock() {
    this.#said = this.#said.filter(({ kind }) => kind !== "ready");
    this.#next = 0;
    this.post("ready");
  }

  /** Whether this number is heard for the first time. */
  fresh({ seq }) {
    if (!Number.isSafeInteger(seq) || seq <= this.#past || this.#heard.has(seq)) return false;
    this.#heard.add(seq);
    if (this.#heard.size > KEPT) this.#forget(Math.min(...this.#heard));
    return true;
  }

  /** What is older than all we remember is no news: it was heard, or is too late to matter. */
  #forget(seq) {
    this.#heard.delete(seq);
    this.#past = seq;
  }

  close() {
    this.#open = false;
    this.#filling?.();
  }

  #flush() {
    while (this.#open && this.blocked && this.#credit) {
      const at = this.#next;
      this.#next += 1; // before sending: sending may lead back here
      if (this.#taken(this.#said[at])) continue;
      this.#next = at;
      return;
    }
  }

  #taken(signal) {
    try {
      if (this.#send(signal) === false) return false;
    } catch {
      return false;
    }
    this.#credit -= 1;
    this.#fill();
    return true;
  }

  #fill() {
    if (this.#filling || !this.#open || this.#credit >= BURST) return;
    this.#filling = this.#clock.after(1_000, () => {
      this.#filling = null;
      const short = this.#credit <= 0;
      this.#credit = Math.min(BURST, this.#credit + PER_SECOND);
      if (short) this.#flush();
      this.#fill();
    });
  }
}
