// A video call, independent of the page. What it needs of the browser is passed in:
//
//   const call = createCall({ PeerConnection, Stream, media, send, servers, clock, inspect, callbacks });
//     PeerConnection, Stream   RTCPeerConnection and MediaStream
//     media                    navigator.mediaDevices (undefined on an insecure page)
//     send(signal)             false when the channel is down: the signal waits for resumed()
//     servers({ room, call })  resolves to an RTCConfiguration with a new credential (the first expires), or nothing
//     clock.after(ms, then)    a timer; returns what cancels it
//     inspect(track, tell)     looks at a camera before it is sent, see media_core.js
//     callbacks                onState, onRemoteStream, onLocalStream, rebuild(call)
//
//   call.start({ room, call, polite, ice, want: { audio, video }, stream?, keepMedia?, reveal? })
//   call.receive(signal)     any time, also before start
//   call.setMic(on)  call.setCamera(on)  call.shareScreen(on)  call.useDevice("audio" | "video", deviceId)
//   call.reveal(level)       how much this side wants to be shown, see reveal_core.js
//   call.deviceOf(kind)      the id of what is used, "" for nothing
//   call.found(kinds)        devices that were missing are there now
//   call.networkChanged()    another network     call.resumed()    the signal channel is back
//   call.stop({ keepMedia }) sends bye; keepMedia: the camera stays on for the next call
//   await call.stats()       see quality.js
//
// onState gets { phase, reason: { code, sentence } | null, problem: { code, sentence, way } | null, mic, cam, screen,
// checking, reveal, remote: { mic, cam, screen, reveal } }. A number is used once: to start again, the server gives a higher one.

import { CLEAR, lesser } from "../reveal/reveal_core.js";
import { LocalMedia } from "./media_core.js";
import { Session } from "./session.js";
import { REASONS } from "./survival.js";

const REBUILDS = 2;
const EARLY = 256; // how many signals are kept for a call that has not started here
const SILENT = { mic: false, cam: false, screen: false, reveal: CLEAR };
const SENTENCES = { ...REASONS, bye: "They ended the call.", unsupported: "This browser has no calls." };
/** @typedef {import("./permission.js").Problem} Problem */
/** @typedef {{ code: string, sentence: string }} Reason */
/** @typedef {{ mic: boolean, cam: boolean, screen: boolean, checking?: boolean, reveal?: string }} Flags */
/** @typedef {Flags & { phase: string, reason: Reason | null, problem: Problem | null, remote: Flags }} State */

export function createCall(given) {
  return new Call(given);
}

export class Call {
  #given;
  #callbacks;
  #media;
  /** @type {Session | null} */ #session = null;
  #last = { room: "", call: 0 };
  #early = [];
  #rebuilds = 0;
  #keepMedia = false;
  #holding = false;
  /** @type {MediaStreamTrack[]} */ #shown = [];
  /** @type {State} */ #state = {
    phase: "over",
    reason: null,
    problem: null,
    ...SILENT,
    checking: false,
    remote: SILENT,
  };

  constructor({ PeerConnection, Stream, media, send, servers, clock, inspect, callbacks }) {
    this.#given = { PeerConnection, Stream, send, servers, clock };
    this.#callbacks = callbacks;
    this.#media = new LocalMedia({ devices: media, clock, inspect, changed: () => this.#mediaChanged() });
  }

  /** Begin a call; resolves when the media are open or refused. `keepMedia`: a bye of the partner leaves them on. */
  async start({ room, call, polite, ice, want, stream, keepMedia = false, reveal = CLEAR }) {
    if (room === this.#last.room && call <= this.#last.call) return;
    const rebuilt = Boolean(this.#session) && room === this.#last.room;
    if (room !== this.#last.room) this.#rebuilds = 0;
    if (!rebuilt) this.#media.shareScreen(false);
    this.#close({ bye: false });
    this.#last = { room, call };
    this.#keepMedia = keepMedia;
    this.#holding = true;
    if (stream) this.#media.adopt(stream);
    const early = this.#early.splice(0).filter((signal) => signal.room === room && signal.call === call);
    if (early.some(({ kind }) => kind === "bye")) return this.#bye();
    // Until a rebuilt call tells, what was agreed before it holds.
    const { remote } = this.#state;
    this.#tell({
      phase: "starting",
      reason: null,
      reveal,
      remote: rebuilt ? { ...SILENT, reveal: remote.reveal } : SILENT,
    });
    if (!this.#open({ room, call, polite, ice })) return;
    for (const signal of early) this.#session?.receive(signal);
    // A rebuilt call keeps the media as they are, so that a camera that was switched off stays off.
    if (rebuilt) this.#mediaChanged();
    else await this.#media.open(want);
  }

  /** Take a signal at any time. One of an older call is dropped, one of a later call or another room is kept. */
  receive(signal) {
    if (typeof signal?.room !== "string" || !Number.isSafeInteger(signal.call)) return;
    const { room, call } = this.#last;
    if (signal.room === room && signal.call === call) this.#session?.receive(signal);
    if (signal.room === room && signal.call <= call) return;
    this.#early = [...this.#early, signal].slice(-EARLY);
  }

  async setMic(on) {
    if (this.#holding) await this.#media.setMic(on);
  }

  async setCamera(on) {
    if (this.#holding) await this.#media.setCamera(on);
  }

  async useDevice(kind, deviceId) {
    if (this.#holding) await this.#media.useDevice(kind, deviceId);
  }

  /** Show at most this much, once the other side wants it, too. @param {string} level */
  reveal(level) {
    this.#tell({ reveal: level });
    this.#say();
  }

  async shareScreen(on) {
    if (this.#session || !on) await this.#media.shareScreen(on);
    else this.#media.shareEarly();
  }

  /** Devices of these kinds, missing before, are there now. @param {string[]} kinds */
  found(kinds) {
    if (this.#holding) this.#media.found(kinds);
  }

  deviceOf = (kind) => this.#media.deviceOf(kind);
  networkChanged = () => this.#session?.networkChanged();
  resumed = () => this.#session?.resumed();

  async stats() {
    const session = this.#session;
    const numbers = await session?.stats();
    return session && session === this.#session ? numbers : null;
  }

  stop({ keepMedia = false } = {}) {
    this.#end({ bye: true, keepMedia });
  }

  #open(numbered) {
    let session;
    const current =
      (then) =>
      (...news) =>
        session === this.#session ? then(...news) : false;
    const tell = {
      phase: current((phase, code) => this.#phase(phase, code)),
      senders: current((senders) => this.#media.attach(senders)),
      media: current((remote) => this.#tell({ remote })),
      stream: current((stream) => this.#callbacks.onRemoteStream(stream)),
      rebuild: current(() => this.#rebuild()),
      bye: current(() => this.#bye()),
    };
    try {
      session = new Session({ ...this.#given, ...numbered, tell });
    } catch {
      this.#tell({ phase: "unavailable", reason: reason("unsupported") });
      return false;
    }
    this.#session = session;
    this.#say();
    session.begin();
    return session === this.#session;
  }

  #phase(phase, code) {
    if (phase === "live") this.#rebuilds = 0;
    this.#tell({ phase, reason: reason(code) });
  }

  #rebuild() {
    if (this.#rebuilds >= REBUILDS) return false;
    this.#rebuilds += 1;
    this.#callbacks.rebuild(this.#last.call);
    return true;
  }

  #bye() {
    this.#end({ reason: "bye", keepMedia: this.#keepMedia });
  }

  #end({ bye = false, reason: code = "", keepMedia }) {
    this.#close({ bye });
    this.#holding &&= keepMedia;
    if (this.#holding) this.#media.shareScreen(false);
    else this.#media.stop();
    this.#tell({ phase: "over", reason: reason(code), remote: SILENT });
  }

  /** End the session and remove the partner's picture, whatever follows. @param {{ bye: boolean }} how */
  #close({ bye }) {
    const session = this.#session;
    this.#session = null;
    session?.close({ bye });
    this.#media.attach({});
    this.#callbacks.onRemoteStream(null);
  }

  #mediaChanged() {
    const shown = this.#media.tracks;
    const same = shown.length === this.#shown.length && shown.every((track, i) => track === this.#shown[i]);
    this.#shown = shown;
    if (!same) this.#callbacks.onLocalStream(shown.length ? new this.#given.Stream(shown) : null);
    this.#say();
    this.#tell({});
  }

  #say() {
    const { reveal } = this.#state;
    this.#session?.sayMedia({ ...this.#media.sent, ...(reveal === CLEAR ? {} : { reveal }) });
  }

  #tell(/** @type {Partial<State>} */ change) {
    const next = { ...this.#state, ...change, ...this.#media.flags, problem: this.#media.problem };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#media.limit(lesser(next.reveal, next.remote.reveal));
    this.#callbacks.onState(next);
  }
}

function reason(/** @type {string} */ code) {
  return code ? { code, sentence: SENTENCES[code] } : null;
}
