// The draft, and the messages that were sent and are not accepted yet. Nothing typed is lost: a message is in the
// draft, pending, or in the transcript. Independent of the page: storage, clock and ids are passed in.

import { Shown } from "../shown/shown.js";

const KEY = "whimsy:outbox";
const AGAIN_MS = 4_000;
const SOON_MS = 1_000;
const QUOTED = 200;
/** @typedef {{ seq: number, text: string, mine?: boolean }} Answered what a message answers: a line, or null for none. */
/** @typedef {{ nonce: string, text: string, tried: number, to: Answered | null }} Message */
/** @type {{ room: string, draft: string, to: Answered | null, pending: Message[], note: string }} */
const NOTHING = { room: "", draft: "", to: null, pending: [], note: "" };

export const UNSENT = "The chat ended before this was sent.";

/** @extends {Shown<typeof NOTHING>} */
export class Outbox extends Shown {
  /** `store` is a Storage, `now` a clock in milliseconds; `nonce` makes an id that no other message has. */
  constructor({ store, now, nonce }) {
    super(NOTHING);
    this.store = store;
    this.now = now;
    this.nonce = nonce;
  }

  /** Change to `room`, with what is stored of it; what belongs to another room is dropped. */
  open(room) {
    if (room === this.state.room) return;
    const kept = this.#read();
    this.#set(kept.room === room ? { ...NOTHING, ...kept } : { ...NOTHING, room });
  }

  type(draft) {
    this.#set({ draft, note: "" });
  }

  /** Let the draft answer a line, or none. */
  answer(line) {
    this.#set({ to: line && { seq: line.seq, text: [...line.text].slice(0, QUOTED).join(""), mine: line.mine } });
  }

  /** Show a sentence beside the draft. */
  tell(note) {
    this.#set({ note });
  }

  /** Move the draft to pending; returns the message to post, or null when there is nothing in it. */
  send() {
    const text = this.state.draft.trim();
    if (!text) return null;
    const message = { nonce: this.nonce(), text, tried: this.now(), to: this.state.to };
    this.#set({ draft: "", to: null, note: "", pending: [...this.state.pending, message] });
    return message;
  }

  /** Messages that are in the transcript are no longer pending. */
  acknowledge(window) {
    if (window?.room !== this.state.room || !this.state.pending.length) return;
    const accepted = new Set(window.lines.filter((line) => line.mine).map((line) => line.nonce));
    const pending = this.state.pending.filter(({ nonce }) => !accepted.has(nonce));
    if (pending.length < this.state.pending.length) this.#set({ pending });
  }

  /** The server refused a message: put its text back before the draft. A second call has no effect. */
  refuse({ nonce, sentence }) {
    const message = this.state.pending.find((each) => each.nonce === nonce);
    if (!message) return;
    const pending = this.state.pending.filter((each) => each !== message);
    const to = this.state.to ?? message.to;
    this.#set({ pending, to, draft: join([message.text, this.state.draft]), note: sentence });
  }

  /** A message did not get as far as the server's answer to it: it is due at the next occasion. */
  untried(nonce) {
    const pending = this.state.pending.map((each) => (each.nonce === nonce ? { ...each, tried: -Infinity } : each));
    this.#set({ pending });
  }

  /** The conversation ended: put back what was not accepted, as it never will be. */
  close() {
    const texts = this.state.pending.map(({ text }) => text);
    if (texts.length) this.#set({ pending: [], draft: join([...texts, this.state.draft]), note: UNSENT });
    if (this.state.to) this.#set({ to: null });
  }

  /** Messages to post again, with the same nonces. `soon`: the connection came back, so wait less. */
  due(soon = false) {
    const now = this.now();
    const late = ({ tried }) => now - tried >= (soon ? SOON_MS : AGAIN_MS);
    const again = this.state.pending.filter(late);
    if (!again.length) return [];
    const pending = this.state.pending.map((each) => (late(each) ? { ...each, tried: now } : each));
    this.#set({ pending });
    return again;
  }

  #read() {
    try {
      const kept = JSON.parse(this.store.getItem(KEY)) ?? {};
      // The clock began anew with the page, so all that was pending is due.
      return { ...kept, pending: (kept.pending ?? []).map((each) => ({ ...each, tried: -Infinity })) };
    } catch {
      return {}; // malformed
    }
  }

  #set(change) {
    const { room, draft, to, pending } = { ...this.state, ...change };
    try {
      if (draft || to || pending.length) this.store.setItem(KEY, JSON.stringify({ room, draft, to, pending }));
      else this.store.removeItem(KEY);
    } catch {
      // Storage is full or forbidden: only a reload loses the draft.
    }
    this.become(change);
  }
}

function join(texts) {
  return texts.filter(Boolean).join("\n");
}
