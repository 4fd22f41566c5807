// Captions of what the visitor says aloud, made by their own browser alone, and those that come from the stranger.
// (Web Speech API, on-device recognition: SpeechRecognition.available, install and processLocally.)
import { Shown } from "../shown/shown.js";

export const SHOWN_MS = 7_000; // how long a caption stays,
export const AGAIN_MS = 400; // and how soon a recognition begins anew, as browsers end one after a silence
const MOST = 2; // shown at once
const LONGEST = 300;

/** @typedef {{ n: number, text: string }} Caption */
/** @typedef {{ on: boolean, note: string, heard: Caption[] }} State */
/** @typedef {{ room: string, track: MediaStreamTrack | null }} Speaking */

const LOADING = "Your browser loads what it needs for that.";
const NONE = "Your browser has no captions for your language.";
const FAILED = "Your browser could not get what it needs for captions. Try again.";
const FINAL = ["not-allowed", "service-not-allowed", "language-not-supported", "audio-capture"];

/** `able`: whether the browser may do it without anybody else; `heard`: the captions of the stranger, oldest first. */
export class Captions extends Shown {
  #given;
  /** @type {Speaking} */ #speaking = { room: "", track: null };
  /** @type {any} */ #running = null;
  #ready = false;
  #again = () => {};
  #count = 0;

  /**
   * Recognition: the browser's SpeechRecognition, or undefined; language: of what is said, like "en-US";
   * send(room, text): to the stranger; clock.after(ms, then): a timer, returns what cancels it.
   */
  constructor({ Recognition, language, send, clock }) {
    super(/** @type {State} */ ({ on: false, note: "", heard: [] }));
    this.#given = { Recognition, language, send, clock };
    // One that cannot be kept on the device would send the sound to its maker. It is asked for its languages only after
    // a press: a Chromium that was built without any ends the whole page.
    this.able = Boolean(Recognition?.available && "processLocally" in Recognition.prototype);
  }

  /** Begin, or end. It must be a press of the visitor. */
  async press() {
    if (this.state.on) return this.#end("");
    this.become({ on: true, note: "" });
    const lack = await this.#come();
    if (!this.state.on) return undefined;
    if (lack) return this.#end(lack);
    this.#ready = true;
    this.become({ note: "" });
    return this.#run();
  }

  /** Take in what is said where: the sound of the microphone, null while nobody is to hear it. */
  follow(/** @type {Speaking} */ speaking) {
    const { room, track } = this.#speaking;
    this.#speaking = speaking;
    if (room !== speaking.room) this.become({ heard: [] });
    if (room === speaking.room && track === speaking.track) return;
    this.#stop();
    this.#run();
  }

  /** A caption of the stranger. */
  hear(/** @type {{ room: string, text: string }} */ { room, text }) {
    if (room !== this.#speaking.room) return;
    this.#count += 1;
    const n = this.#count;
    this.become({ heard: [...this.state.heard, { n, text }].slice(-MOST) });
    this.#given.clock.after(SHOWN_MS, () => this.become({ heard: this.state.heard.filter((one) => one.n !== n) }));
  }

  get #wanted() {
    return { langs: [this.#given.language], processLocally: true };
  }

  /** Get what the browser needs; resolves to a sentence if it does not come, "" if it does. */
  async #come() {
    const { Recognition } = this.#given;
    try {
      const state = await Recognition.available(this.#wanted);
      if (state === "available") return "";
      if (state === "unavailable") return NONE;
      this.become({ note: LOADING });
      return (await Recognition.install(this.#wanted)) ? "" : FAILED;
    } catch {
      return FAILED;
    }
  }

  #run() {
    const { room, track } = this.#speaking;
    if (!this.#ready || !track || this.#running) return;
    const it = new this.#given.Recognition();
    this.#running = it;
    Object.assign(it, { lang: this.#given.language, continuous: true, interimResults: false, processLocally: true });
    it.onresult = ({ resultIndex, results }) => {
      for (const result of [...results].slice(resultIndex)) if (result.isFinal) this.#say(room, result[0].transcript);
    };
    it.onerror = ({ error }) => FINAL.includes(error) && this.#end(FAILED);
    it.onend = () => {
      this.#running = null;
      this.#again = this.#given.clock.after(AGAIN_MS, () => this.#run());
    };
    try {
      it.start(track);
    } catch {
      this.#end(FAILED);
    }
  }

  #say(/** @type {string} */ room, /** @type {string} */ said) {
    const text = said.trim().slice(0, LONGEST);
    if (text) this.#given.send(room, text);
  }

  #end(/** @type {string} */ note) {
    this.#ready = false;
    this.become({ on: false, note });
    this.#stop();
  }

  /** Stop to listen, and forget what was not yet written down: it may have been said when nobody was to hear it. */
  #stop() {
    this.#again();
    const it = this.#running;
    this.#running = null;
    if (!it) return;
    it.onresult = it.onerror = it.onend = null;
    it.abort();
  }
}
