// The bell of the page: the switch turns it on, and the browser's tab rings it.
import { rings, sentence, tones } from "./ring_core.js";

const KEY = "whimsyRing";
const LOUDNESS = 0.08;
const LENGTH_S = 0.5;

class Bell {
  #on = false;
  #permission = "none";
  #sound = null;
  #last = -Infinity;
  #listeners = new Set();
  #shown = { on: false, said: "" };

  /** It stays on over a reload of the tab. Browsers let a page make no sound before the first press. */
  constructor() {
    if (sessionStorage.getItem(KEY) !== "yes") return;
    this.#on = true;
    this.#permission = window.Notification?.permission ?? "none";
    const pressed = new AbortController();
    const open = () => {
      pressed.abort();
      this.#open();
    };
    for (const name of ["pointerdown", "keydown"]) window.addEventListener(name, open, { signal: pressed.signal });
    this.#show();
  }

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = () => this.#shown;

  /** Turn it on or off. To be called for a press, as browsers allow sound and ask for notifications only then. */
  async toggle() {
    this.#on = !this.#on;
    sessionStorage.setItem(KEY, this.#on ? "yes" : "");
    if (this.#on) {
      this.#open();
      this.#play("found"); // so that the visitor knows what to listen for
    }
    this.#show();
    if (this.#on) this.#permission = await permission();
    this.#show();
  }

  /** Ring, if the visitor asked for it. kind: "found" or "said". */
  ring(kind) {
    const now = performance.now();
    if (!this.#on || !rings(kind, this.#last, now)) return;
    this.#last = now;
    this.#play(kind);
    if (kind === "found" && this.#permission === "granted") notify();
  }

  #open() {
    this.#sound ??= "AudioContext" in window ? new AudioContext() : null;
    this.#sound?.resume();
    this.#show();
  }

  #play(kind) {
    if (!this.#sound) return;
    const begin = this.#sound.currentTime;
    for (const { hz, at } of tones(kind)) {
      const tone = new OscillatorNode(this.#sound, { frequency: hz });
      const volume = new GainNode(this.#sound, { gain: 0 });
      volume.gain.linearRampToValueAtTime(LOUDNESS, begin + at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, begin + at + LENGTH_S);
      tone.connect(volume).connect(this.#sound.destination);
      tone.start(begin + at);
      tone.stop(begin + at + LENGTH_S);
    }
  }

  #show() {
    this.#shown = { on: this.#on, said: sentence(this.#on, this.#permission, Boolean(this.#sound)) };
    for (const listener of this.#listeners) listener();
  }
}

async function permission() {
  if (!("Notification" in window)) return "none";
  if (Notification.permission !== "default") return Notification.permission;
  return Notification.requestPermission();
}

function notify() {
  try {
    const shown = new Notification("Someone is here", { body: "Your chat on Whimsy has begun.", tag: "whimsy" });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Chrome on Android shows none without a service worker; the sound came.
  }
}

export const bell = new Bell();
