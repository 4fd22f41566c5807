// The server sends each line once. A renderer may show two changes as one, and would then miss the lines of the first:
// so every window that reaches it repeats the lines before.
/** @typedef {{ seq: number }} Line */
/** @typedef {{ room: string, full?: boolean, lines: Line[] }} Window */

const MANY = 32;

export class Recent {
  #room = "";
  /** @type {Line[]} */ #lines = [];
  /** @type {{ state: string, field: string }} */ #place;

  /** `place` is where a delta has the lines: {state, field}. */
  constructor(place) {
    this.#place = place;
  }

  /** Let the window of lines in `delta` ({state: {var: value}}) repeat those before. */
  pass(/** @type {Record<string, Record<string, unknown>> | undefined} */ delta) {
    const { state, field } = this.#place;
    const window = /** @type {Window | undefined} */ (delta?.[state]?.[field]);
    if (!delta || !window) return;
    if (window.full || window.room !== this.#room) this.#lines = [];
    this.#room = window.room;
    const fresh = new Set(window.lines.map(({ seq }) => seq));
    const lines = [...this.#lines.filter(({ seq }) => !fresh.has(seq)), ...window.lines];
    this.#lines = lines.slice(-MANY);
    if (!window.full) delta[state][field] = { ...window, lines };
  }
}
