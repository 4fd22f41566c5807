// The numbered signals of one call, both ways. A signal may be lost or come twice, so everything said is kept
// and can be said again under its old number: who has heard that number drops it.

export class Line {
  #address;
  #send;
  #said = [];
  #seq = 0;
  #next = 0;
  #heard = new Set();
  #open = true;

  /** `send(signal)` returns false (or throws) when the channel is down; what it did not take waits. */
  constructor({ room, call, send }) {
    this.#address = { room, call };
    this.#send = send;
  }

  /** Whether something waits for the channel to come back. */
  get blocked() {
    return this.#next < this.#said.length;
  }

  post(kind, body = {}) {
    if (!this.#open) return;
    this.#said.push({ ...this.#address, seq: (this.#seq += 1), kind, body });
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
    if (!Number.isSafeInteger(seq) || this.#heard.has(seq)) return false;
    this.#heard.add(seq);
    return true;
  }

  close() {
    this.#open = false;
  }

  #flush() {
    while (this.#open && this.blocked) {
      const at = this.#next;
      this.#next += 1; // before sending: sending may lead back here
      if (this.#taken(this.#said[at])) continue;
      this.#next = at;
      return;
    }
  }

  #taken(signal) {
    try {
      return this.#send(signal) !== false;
    } catch {
      return false;
    }
  }
}
