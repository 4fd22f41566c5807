// The numbered signals of one call, in both directions. A signal may be lost or arrive twice, so all that were sent are
// kept and can be sent again with their old numbers, by which the other side drops those it has. How many are kept is
// bounded, as at the server; so is the rate, as the server closes a socket that sends too much at once.

const KEPT = 400; // signals sent, and numbers received: the newest of each
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

  /** `send(signal)` returns false or throws while the channel is down; the signal then waits for it. */
  constructor({ room, call, send, clock }) {
    this.#address = { room, call };
    this.#clock = clock;
    this.#send = send;
  }

  /** Whether signals wait for the channel. */
  get blocked() {
    return this.#next < this.#said.length;
  }

  post(kind, body = {}) {
    if (!this.#open) return;
    const signal = { ...this.#address, seq: (this.#seq += 1), kind, body };
    if (kind === "bye") return void this.#taken(signal); // does not wait for the signals before it
    this.#said.push(signal);
    if (this.#said.length > KEPT) {
      this.#said.shift();
      this.#next = Math.max(0, this.#next - 1);
    }
    this.#flush();
  }

  /** Send everything again. */
  repeat() {
    this.#next = 0;
    this.#flush();
  }

  /** Send everything again and, by a new ready, ask the other side to do the same. */
  knock() {
    this.#said = this.#said.filter(({ kind }) => kind !== "ready");
    this.#next = 0;
    this.post("ready");
  }

  /** Whether a signal with this number arrived for the first time. */
  fresh({ seq }) {
    if (!Number.isSafeInteger(seq) || seq <= this.#past || this.#heard.has(seq)) return false;
    this.#heard.add(seq);
    if (this.#heard.size > KEPT) {
      // Numbers up to this one count as received: they were, or come too late to matter.
      this.#past = Math.min(...this.#heard);
      this.#heard.delete(this.#past);
    }
    return true;
  }

  close() {
    this.#open = false;
    this.#filling?.();
  }

  #flush() {
    while (this.#open && this.blocked && this.#credit) {
      const at = this.#next;
      this.#next += 1; // before sending, as that may call this again
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
