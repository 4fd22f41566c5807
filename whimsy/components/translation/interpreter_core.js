// Translates what the stranger says, in the browser alone: by its Translator and LanguageDetector, where it has them.
// (Translator and Language Detector APIs, W3C Web Machine Learning Community Group.)
import { Shown } from "../shown/shown.js";

const SURE = 0.5; // of 1: a guess below that is none
const MOST = 8; // languages of one chat that are loaded

/** @typedef {{ seq: number, text: string }} Heard */
/** @typedef {{ create(of: object): Promise<any>, availability(of?: object): Promise<string> }} Maker */
/** @typedef {{ able: boolean, on: boolean, loaded: number, note: string, said: Record<number, string> }} State */

const NOTHING = { loaded: 1, note: "", said: {} };
const FAILED = "Your browser could not get its translator. Try again.";

/** `able`: whether the browser can translate; `loaded`: of 1, while a model comes; `said`: translations by the seq of the line. */
export class Interpreter extends Shown {
  #detector = /** @type {Promise<any> | null} */ (null);
  #translators = /** @type {Map<string, Promise<any> | null>} */ (new Map());
  #room = "";

  /** Detector, Translator: the browser's, or undefined; target: the language to translate to, like "en". */
  constructor({ Detector, Translator, target }) {
    super(/** @type {State} */ ({ able: false, on: false, ...NOTHING }));
    this.makers = { Detector, Translator };
    this.target = target;
  }

  /** Learn whether this browser can translate at all; that loads nothing. */
  async ask() {
    const { Detector, Translator } = this.makers;
    const can = Detector && Translator && (await Detector.availability().catch(() => "unavailable"));
    this.become({ able: Boolean(can) && can !== "unavailable" });
  }

  /** Begin, or end. It must be a press of the visitor, without which browsers load no model. */
  async press(/** @type {string} */ room, /** @type {Heard[]} */ lines) {
    if (this.state.on) return this.become({ on: false, ...NOTHING });
    this.become({ on: true, ...NOTHING });
    await this.hear(room, lines);
  }

  /** Translate lines of the stranger in `room` that are in another language, and not translated yet. */
  async hear(/** @type {string} */ room, /** @type {Heard[]} */ lines) {
    if (room !== this.#room) {
      this.#room = room;
      this.become({ said: {} });
    }
    if (!this.state.on) return;
    try {
      for (const line of lines) await this.#translate(line);
    } catch {
      // The browser has no room for it, is offline, or wants another press.
      this.become({ on: false, ...NOTHING, note: FAILED });
    }
  }

  async #translate(/** @type {Heard} */ { seq, text }) {
    const room = this.#room;
    if (seq in this.state.said) return;
    this.become({ said: { ...this.state.said, [seq]: "" } });
    const from = await this.#language(text);
    const translator = from && from !== this.target ? await this.#translator(from) : null;
    const said = translator ? await translator.translate(text) : "";
    if (this.state.on && room === this.#room) this.become({ said: { ...this.state.said, [seq]: said } });
  }

  async #language(/** @type {string} */ text) {
    this.#detector ??= this.#load(this.makers.Detector, {});
    const [likely] = await (await this.#detector).detect(text);
    if (!likely || likely.confidence < SURE || likely.detectedLanguage === "und") return "";
    return likely.detectedLanguage.split("-")[0];
  }

  /** The translator from a language, null if the browser has none for it. */
  async #translator(/** @type {string} */ from) {
    if (!this.#translators.has(from) && this.#translators.size < MOST) {
      const pair = { sourceLanguage: from, targetLanguage: this.target };
      const can = (await this.makers.Translator.availability(pair)) !== "unavailable";
      this.#translators.set(from, can ? this.#load(this.makers.Translator, pair) : null);
    }
    return this.#translators.get(from) ?? null;
  }

  /** Make a model, and show how much of it has come. One that fails is forgotten. */
  async #load(/** @type {Maker} */ maker, /** @type {object} */ of) {
    const monitor = (/** @type {EventTarget} */ model) =>
      model.addEventListener("downloadprogress", (/** @type {any} */ { loaded }) => this.become({ loaded }));
    try {
      return await maker.create({ ...of, monitor });
    } catch (failed) {
      this.#detector = null;
      this.#translators.clear();
      throw failed;
    } finally {
      this.become({ loaded: 1 });
    }
  }
}
