// The visitor's own camera, microphone and screen. They stay on after a call if there is to be a next one. By its token
// a request that is answered too late is recognized, and the device switched off at once. A picture of the camera is
// sent only after the device itself has looked at it.

import { CLEAR, VOICE } from "../reveal/reveal_core.js";
import { ask, onlyOne, problem } from "./permission.js";
import { MAX_FRAMERATE, put } from "./sender.js";
import { share, problem as sharingProblem } from "./sharing.js";

export const CALM_MS = 6_000; // how long a sentence stays that needs no answer

const ASKED = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: MAX_FRAMERATE } },
};
/** @typedef {import("./permission.js").Problem} Problem */

export class LocalMedia {
  #devices;
  #clock;
  #changed;
  #inspect;
  /** @type {MediaStreamTrack | null} */ #passed = null;
  #level = CLEAR;
  /** @type {Record<string, MediaStreamTrack | null>} */ #tracks = { audio: null, video: null, screen: null };
  #tokens = { audio: {}, video: {}, screen: {} };
  #device = { audio: "", video: "" };
  /** @type {Record<string, RTCRtpSender>} */ #senders = {};

  /** The latest problem that was not solved since. @type {Problem | null} */
  problem = null;

  /**
   * `devices` is navigator.mediaDevices (undefined on an insecure page); `changed()` is called after each change;
   * `inspect(track, tell)` looks at a camera and tells "pass", after which it is sent, or "hit", also after a "pass".
   */
  constructor({ devices, clock, changed, inspect = (_track, tell) => tell("pass") }) {
    this.#devices = devices;
    this.#clock = clock;
    this.#changed = changed;
    this.#inspect = inspect;
  }

  /** What is on. `checking`: the camera is on, and not sent as long as the device looks at it. */
  get flags() {
    const { audio, video, screen } = this.#tracks;
    const checking = video !== this.#passed;
    return { mic: Boolean(audio?.enabled), cam: Boolean(video), screen: Boolean(screen), checking };
  }

  /** What the other side is told. */
  get sent() {
    const { mic, cam, screen, checking } = this.flags;
    const seen = this.#level !== VOICE;
    return { mic, cam: cam && !checking && seen, screen: screen && this.#level === CLEAR };
  }

  /** The tracks that are sent to the other side. */
  get tracks() {
    const { audio, video, screen } = this.#tracks;
    return [audio, screen ?? video].filter((track) => track !== null);
  }

  /** The id of the device in use, "" for none. The camera keeps its own while a screen is shared. */
  deviceOf(kind) {
    return this.#tracks[kind]?.getSettings?.().deviceId ?? "";
  }

  /** Send through these senders {audio, video}; {} for none. */
  attach(/** @type {Record<string, RTCRtpSender>} */ senders) {
    this.#senders = senders;
    this.#feed("audio");
    this.#feed("video");
  }

  /** Send no more than this level, see reveal_core.js. @param {string} level */
  limit(level) {
    if (level === this.#level) return;
    this.#level = level;
    this.#feed("video");
    this.#changed();
  }

  /** Take over the tracks of a stream, which are stopped from here from now on. @param {MediaStream} stream */
  adopt(stream) {
    for (const track of stream.getTracks()) if (track !== this.#tracks[track.kind]) this.#take(track.kind, track);
  }

  /** Open the kinds that are wanted and release the others; a live track is not asked for again. */
  async open(/** @type {Record<string, boolean>} */ want) {
    const kinds = ["audio", "video"];
    for (const kind of kinds) if (!want[kind]) this.#release(kind);
    await this.#get(kinds.filter((kind) => want[kind] && this.#tracks[kind]?.readyState !== "live"));
  }

  /** Mute or unmute. A muted microphone is not released, so that it can be unmuted at once. */
  async setMic(on) {
    const track = this.#tracks.audio;
    if (!track) return on ? await this.#get(["audio"]) : this.#release("audio");
    track.enabled = on;
    this.#changed();
  }

  /** Open or release the camera; its light goes off when it is released. */
  async setCamera(on) {
    if (!on) return this.#release("video");
    if (!this.#tracks.video) await this.#get(["video"]);
  }

  /**
   * Switch to another device, or turn it on if none is in use. The old one stays on until the new one is open, unless
   * the system allows only one at a time. `kind` is "audio" or "video".
   */
  async useDevice(kind, deviceId) {
    const old = this.#tracks[kind];
    if (!old) {
      this.#device[kind] = deviceId;
      return this.#get([kind]);
    }
    const token = this.#claim(kind);
    const due = () => this.#tokens[kind] === token;
    const { tracks, problem: failed } = await this.#goOver(kind, old, deviceId, due);
    if (!due()) return stopAll(tracks);
    if (tracks.length) {
      if (!failed) this.#device[kind] = deviceId;
      tracks[0].enabled = old.enabled;
      this.#take(kind, tracks[0]);
    } else if (old.readyState !== "live") this.#release(kind);
    this.problem = failed;
    this.#changed();
  }

  async #goOver(kind, old, deviceId, due) {
    const exactly = (id) => ({ [kind]: { ...ASKED[kind], deviceId: { exact: id } } });
    const first = await this.#ask(exactly(deviceId), due, true);
    if (!first.problem || !due() || !onlyOne(first.problem.code)) return first;
    const back = old.getSettings?.().deviceId || this.#device[kind];
    old.onended = null;
    old.stop();
    const second = await this.#ask(exactly(deviceId), due, true);
    if (!second.problem || !due()) return second;
    const { tracks } = await this.#ask(back ? exactly(back) : { [kind]: this.#constraints(kind) }, due, true);
    return { tracks, problem: second.problem };
  }

  async shareScreen(on) {
    const token = this.#claim("screen");
    if (!on) return this.#endShare();
    const { track, problem: failed } = await share(this.#devices);
    if (this.#tokens.screen !== token) return stopAll(track ? [track] : []);
    if (failed?.code === "closed") return this.#mention(failed);
    if (failed) return this.#fail(failed);
    this.problem = null;
    this.#take("screen", track);
    this.#changed();
  }

  /** Say that there is nobody to share a screen with. */
  shareEarly() {
    this.#mention(sharingProblem("early"));
  }

  /** Say that devices of these kinds can be used now; the visitor turns them on. @param {string[]} kinds */
  found(kinds) {
    this.#fail(problem("found", kinds));
  }

  /** Switch everything off, also devices that are still being asked for, as soon as they answer. */
  stop() {
    this.problem = null;
    for (const kind of Object.keys(this.#tracks)) {
      this.#claim(kind);
      this.#drop(kind);
    }
    this.#changed();
  }

  async #get(/** @type {string[]} */ kinds) {
    if (!kinds.length) return this.#changed();
    const tokens = Object.fromEntries(kinds.map((kind) => [kind, this.#claim(kind)]));
    const due = (kind) => tokens[kind] && this.#tokens[kind] === tokens[kind];
    const wanted = Object.fromEntries(kinds.map((kind) => [kind, this.#constraints(kind)]));
    const { tracks, problem: failed } = await this.#ask(wanted, () => kinds.some(due));
    stopAll(tracks.filter(({ kind }) => !due(kind)));
    if (!kinds.some(due)) return;
    this.problem = failed;
    for (const track of tracks) if (due(track.kind)) this.#take(track.kind, track);
    this.#changed();
  }

  #ask(wanted, alive, strict = false) {
    const late = (notice) => alive() && this.#fail(notice);
    return ask(this.#devices, wanted, { clock: this.#clock, late, alive, strict });
  }

  #constraints(kind) {
    return this.#device[kind] ? { ...ASKED[kind], deviceId: { ideal: this.#device[kind] } } : ASKED[kind];
  }

  #claim(kind) {
    return (this.#tokens[kind] = {});
  }

  #take(/** @type {string} */ kind, /** @type {MediaStreamTrack} */ track) {
    const old = this.#tracks[kind];
    this.#tracks[kind] = track;
    track.onended = () => this.#ended(kind, track);
    this.#feed(kind);
    if (kind === "video") this.#inspect(track, (verdict) => this.#inspected(track, verdict));
    old?.stop();
  }

  #inspected(/** @type {MediaStreamTrack} */ track, /** @type {string} */ verdict) {
    if (this.#tracks.video !== track) return;
    if (verdict === "hit") {
      this.problem = problem("naked", ["video"]);
      return this.#release("video");
    }
    if (this.#passed === track) return;
    this.#passed = track;
    this.#feed("video");
    this.#changed();
  }

  #drop(kind) {
    const old = this.#tracks[kind];
    this.#tracks[kind] = null;
    if (!old) return;
    if (kind === "video") this.#passed = null;
    old.onended = null;
    this.#feed(kind);
    old.stop();
  }

  #release(kind) {
    this.#claim(kind);
    this.#drop(kind);
    this.#changed();
  }

  #endShare() {
    this.#drop("screen");
    this.#changed();
  }

  /** A track ended by itself: unplugged, taken by another program, or sharing was ended in the browser's own bar. */
  async #ended(/** @type {string} */ kind, /** @type {MediaStreamTrack} */ track) {
    if (this.#tracks[kind] !== track) return;
    if (kind === "screen") return this.#endShare();
    this.#device[kind] = "";
    this.#release(kind);
    const gone = problem("unplugged", [kind]);
    await this.#get([kind]); // there may be another one
    if (!this.#tracks[kind] && this.problem?.code === "missing") this.#fail(gone);
  }

  #fail(/** @type {Problem | null} */ failed) {
    this.problem = failed;
    this.#changed();
  }

  /** Show a problem that needs no answer for some seconds. @param {Problem} said */
  #mention(said) {
    this.#fail(said);
    this.#clock.after(CALM_MS, () => this.problem === said && this.#fail(null));
  }

  #feed(kind) {
    const { audio, video, screen } = this.#tracks;
    if (kind === "audio") return put(this.#senders.audio, audio);
    const camera = video === this.#passed && this.#level !== VOICE ? video : null;
    const shared = this.#level === CLEAR ? screen : null;
    return put(this.#senders.video, shared ?? camera, { coarse: this.#level !== CLEAR });
  }
}

function stopAll(/** @type {MediaStreamTrack[]} */ tracks) {
  for (const track of tracks) track.stop();
}
