// Decides when the camera may be on, and when a call begins, goes on and ends. Independent of the page: what it needs
// is passed in. Its first rule: the camera is on only after a click of the visitor, and only while the page shows
// them their own picture.

import { CLEAR, VOICE } from "../reveal/reveal_core.js";
import { Shown } from "../shown/shown.js";
import { isCall, isVoice } from "../voice/voice_core.js";

export const UNSEEN_MS = 500; // how long the camera stays on without an own picture in the page,
export const TURNING_MS = 15_000; // and how long while the next phase is drawn, which is slow on some phones
export const ASK_AGAIN_MS = 5_000;
const NOBODY = { mic: false, cam: false, screen: false };
const OVER = {
  phase: "over",
  reason: null,
  problem: null,
  ...NOBODY,
  reveal: CLEAR,
  remote: { ...NOBODY, reveal: CLEAR },
};
const BOTH = { audio: true, video: true };
const SOUND = { audio: true, video: false };
const OFF = { audio: "mic", video: "cam" };
/** @typedef {import("$/whimsy/call/media_core.js").LocalMedia} LocalMedia */
/** @typedef {import("$/whimsy/call/permission.js").Problem} Problem */
/** @typedef {import("$/whimsy/call/call_core.js").State} Call */
/** @typedef {import("$/whimsy/call/call_core.js").Flags} Flags */
/** @typedef {{ phase: string, room: string, video: string, n: number, polite: boolean, ice: any, mode: string }} View */
/** @typedef {View & { video: "on" }} Running */
/** @type {{ local: MediaStream | null, opening: boolean, resume: boolean, problem: Problem | null, call: Call, own: Flags }} */
const REST = { local: null, opening: false, resume: false, problem: null, call: OVER, own: NOBODY };

/** @extends {Shown<typeof REST>} */
export class Studio extends Shown {
  #given;
  #call;
  /** @type {LocalMedia | null} */ #preview = null;
  /** @type {Promise<void> | null} */ #opening = null;
  /** @type {Problem | null} */ #openProblem = null;
  /** @type {View | null} */ #view = null;
  #joined = { room: "", n: 0 };
  #shown = 0;
  #unseen = () => {};
  #again = () => {};

  /**
   * makeCall(callbacks) and makeMedia(changed) make a call and a LocalMedia; Stream is MediaStream; store keeps the
   * room in which this tab has video, and how much the visitor wants to be shown there; granted(want) resolves to whether the browser would open these without asking;
   * steps() tells whether the visitor goes by steps;
   * turning() tells whether the page is past its start, so that another own picture will be drawn; screen(stream) shows
   * the stranger, null removes them; rebuild(room, n) asks the server for a new call.
   */
  constructor(given) {
    super(REST);
    this.#given = given;
    this.#call = this.#newCall();
  }

  /** The phase of the chat at the latest `follow`. */
  get phase() {
    return this.#view?.phase ?? "";
  }

  // --- what the page tells

  /** Take in the state of the chat. @param {View} view */
  follow(view) {
    const before = this.#view;
    this.#view = view;
    if (running(view)) return this.#join(view);
    this.#again();
    this.#set({ resume: false });
    const other = before && (before.phase !== "idle" || before.mode !== view.mode);
    if (view.phase === "idle") return other ? this.stop() : undefined;
    const keep = isCall(view.mode) && view.phase !== "chatting";
    if (!keep) this.stop();
    else if (this.state.call.phase !== "over") this.#call.stop({ keepMedia: true });
    return undefined;
  }

  /** An own picture is in the page; returns a function to call when it is removed. */
  show() {
    this.#shown += 1;
    this.#unseen();
    return () => {
      this.#shown -= 1;
      if (this.#shown) return;
      this.#unseen();
      this.#unseen = this.#given.clock.after(this.#turning ? TURNING_MS : UNSEEN_MS, () => this.stop());
    };
  }

  // --- what the visitor does

  /** A click on "turn on", for both kinds or one; resolves to whether a track is live then. */
  async open(want = this.#wanted) {
    if (this.#live()) return true;
    this.#opening ??= this.#open(want);
    await this.#opening;
    return this.#live();
  }

  /** Join the call that is on already, by a click or after a reload. */
  async resume() {
    if (!running(this.#view)) return;
    this.#set({ resume: false });
    const { room, n } = this.#view;
    const opened = await this.open();
    if (!running(this.#view) || this.#view.room !== room) return;
    if (!opened) this.#set({ resume: true });
    else if (this.#view.n === n) this.#ask({ room, n });
  }

  /** Switch everything off, at once. The number of the call is kept, so that it is not joined again. */
  stop() {
    this.#unseen();
    this.#again();
    this.#given.store.forget();
    this.#openProblem = null;
    this.#closePreview();
    this.#call.stop({ keepMedia: false });
    this.#set({ local: null });
  }

  /** The page is left: release the media. Without a bye, as it may be a reload. */
  leavePage() {
    for (const track of this.state.local?.getTracks() ?? []) track.stop();
    this.#closePreview();
  }

  /** The page came back from the browser's cache, without its media and its connection. */
  cameBack() {
    this.#call = this.#newCall();
    this.#joined = { room: "", n: 0 };
    this.#set({ ...REST });
    if (this.#view) this.follow(this.#view);
  }

  /** Want to be shown this much in the call, see reveal_core.js. @param {string} level */
  reveal(level) {
    if (!running(this.#view)) return;
    this.#given.store.remember(this.#view.room, level);
    this.#call.reveal(level);
  }

  // --- passed on to the call, or to the media that are open before it

  receive = (signal) => this.#call.receive(signal);
  resumed = () => this.#call.resumed();
  networkChanged = () => this.#call.networkChanged();
  stats = () => this.#call.stats();
  shareScreen = (on) => this.#call.shareScreen(on);
  setMic = (on) => this.#source.setMic(on);
  setCamera = (on) => this.#source.setCamera(on);
  deviceOf = (kind) => this.#source.deviceOf(kind);
  useDevice = (kind, deviceId) => this.#source.useDevice(kind, deviceId);

  /** Devices were plugged in or out; `present` are the kinds there are. A missing one may be there now. */
  devicesChanged(/** @type {string[]} */ present) {
    const { problem } = this.state;
    if (problem?.code !== "missing" && problem?.code !== "unplugged") return;
    const back = problem.kinds.filter((kind) => present.includes(kind));
    if (back.length) this.#source.found(back);
  }

  // --- joining

  #join(/** @type {View} */ view) {
    const { room, n } = this.#joined;
    if (room === view.room && n >= view.n) return;
    this.#again();
    const goesOn = room === view.room && this.state.call.phase !== "over";
    const willing = goesOn || this.#live() || this.#opening;
    this.#joined = { room: view.room, n: view.n };
    if (willing) return void this.#start(view);
    this.#given.screen(null);
    this.#set({ resume: true });
    if (this.#given.store.room() === view.room) this.#resumeIfGranted(view);
  }

  async #resumeIfGranted({ room }) {
    if ((await this.#given.granted(this.#wanted)) && this.state.resume && this.#view?.room === room)
      await this.resume();
  }

  #ask({ room, n }) {
    this.#given.rebuild(room, n);
    this.#again = this.#given.clock.after(ASK_AGAIN_MS, () => this.#ask({ room, n }));
  }

  async #start(/** @type {View} */ { room, n, polite, ice, mode }) {
    const reveal = this.#given.store.level(room) ?? (this.#given.steps() && !isVoice(room) ? VOICE : CLEAR);
    this.#given.store.remember(room, reveal);
    this.#set({ resume: false });
    await this.#opening;
    if (this.#joined.room !== room || this.#joined.n !== n || !running(this.#view) || this.#view.room !== room) return;
    const tracks = this.#preview?.tracks ?? this.state.local?.getTracks() ?? [];
    const seen = tracks.some(({ kind }) => kind === "video");
    const silent = isVoice(room) && seen; // the camera was on for another search
    const want = silent ? SOUND : { audio: tracks.some(({ kind }) => kind === "audio"), video: seen };
    const stream = this.#preview && tracks.length && !silent ? new this.#given.Stream(tracks) : undefined;
    if (!stream) this.#closePreview();
    this.#preview = null; // the call owns its tracks from here on
    await this.#call.start({ room, call: n, polite, ice, want, stream, keepMedia: isCall(mode), reveal });
  }

  // --- the own media

  /** Whether the next phase will show an own picture; not after a call in a chat that was begun with text. */
  get #turning() {
    const over = this.state.call.phase === "over";
    return this.#given.turning() && (over || isCall(this.#view?.mode));
  }

  /** What a click on "turn on" opens: for voices the microphone alone. */
  get #wanted() {
    const { room = "", mode = "" } = this.#view ?? {};
    return (room ? isVoice(room) : mode === "voice") ? SOUND : BOTH;
  }

  get #source() {
    return this.#preview ?? this.#call;
  }

  #live() {
    return Boolean(this.state.local?.getTracks().some(({ readyState }) => readyState === "live"));
  }

  async #open(want) {
    this.#openProblem = null;
    const media = this.#given.makeMedia(() => media === this.#preview && this.#mediaChanged(media));
    this.#closePreview();
    this.#preview = media;
    let settle;
    const settled = new Promise((resolve) => (settle = resolve));
    this.#ignored = settle;
    this.#set({ opening: true });
    await Promise.race([media.open(want), settled]);
    this.#opening = null;
    if (this.#preview === media) this.#mediaChanged(media);
    this.#set({ opening: false });
  }

  #ignored = () => {};

  #mediaChanged(/** @type {LocalMedia} */ media) {
    this.#openProblem = media.problem;
    if (media.problem?.code === "ignored") this.#ignored();
    const { tracks } = media;
    const held = this.state.local?.getTracks() ?? [];
    const same = tracks.length === held.length && tracks.every((track) => held.includes(track));
    const local = same ? this.state.local : tracks.length ? new this.#given.Stream(tracks) : null;
    this.#set({ local, own: media.flags });
  }

  #closePreview() {
    const media = this.#preview;
    this.#preview = null;
    media?.stop();
  }

  #newCall() {
    const call = this.#given.makeCall({
      onState: (state) => call === this.#call && this.#set({ call: state }),
      onRemoteStream: (stream) => call === this.#call && this.#given.screen(stream),
      onLocalStream: (local) => call === this.#call && !this.#preview && this.#set({ local }),
      rebuild: (n) => call === this.#call && this.#view && this.#given.rebuild(this.#view.room, n),
    });
    return call;
  }

  #set(/** @type {Partial<typeof REST>} */ change) {
    const next = { ...this.state, ...change };
    if (!this.#preview) next.own = pick(next.call);
    const solved = this.#openProblem?.kinds.every((kind) => next.own[OFF[kind]]);
    if (change.call?.problem || (change.call && solved)) this.#openProblem = null;
    next.problem = next.call.problem ?? this.#openProblem;
    this.become(next);
  }
}

/** Whether the two have agreed on video and the server has numbered the call. @returns {view is Running} */
function running(/** @type {View | null} */ view) {
  return view?.phase === "chatting" && view.video === "on" && view.n > 0;
}

function pick(/** @type {Flags} */ { mic, cam, screen, checking }) {
  return { mic, cam, screen, checking };
}
