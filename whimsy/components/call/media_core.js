// The visitor's own camera, microphone and screen. They outlive a call when the visitor goes on to the next one;
// every request carries a token, so that what is answered too late is switched off and never seen.

import { ask, codeOf, problem } from "./permission.js";

export const MAX_BITRATE = 600_000; // more is not seen in a picture of this size, and costs a relay dearly
export const MAX_FRAMERATE = 24;

const ASKED = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: MAX_FRAMERATE } },
};

/** Keep a video sender within what is useful; a browser that cannot is left alone. */
export async function cap(sender) {
  try {
    const settings = sender.getParameters();
    const encodings = settings.encodings?.length ? settings.encodings : [{}];
    const limits = { maxBitrate: MAX_BITRATE, maxFramerate: MAX_FRAMERATE };
    const capped = encodings.map((encoding) => ({ ...encoding, ...limits }));
    await sender.setParameters({ ...settings, encodings: capped, degradationPreference: "balanced" });
  } catch {
    // A limit is a kindness, not a condition.
  }
}

export class LocalMedia {
  #devices;
  #clock;
  #changed;
  #tracks = { audio: null, video: null, screen: null };
  #tokens = { audio: {}, video: {}, screen: {} };
  #device = { audio: "", video: "" };
  #senders = {};

  /** What went wrong last and was not put right since: {code, sentence, way} or null. */
  problem = null;

  /** `devices` is navigator.mediaDevices (undefined on an insecure page); `changed()` is called after each change. */
  constructor({ devices, clock, changed }) {
    this.#devices = devices;
    this.#clock = clock;
    this.#changed = changed;
  }

  get flags() {
    const { audio, video, screen } = this.#tracks;
    return { mic: Boolean(audio?.enabled), cam: Boolean(video), screen: Boolean(screen) };
  }

  /** What the other side gets to hear and see. */
  get tracks() {
    const { audio, video, screen } = this.#tracks;
    return [audio, screen ?? video].filter(Boolean);
  }

  /** Send through these senders, {audio, video}; an empty object for none. */
  attach(senders) {
    this.#senders = senders;
    this.#feed("audio");
    this.#feed("video");
  }

  /** Take over tracks that somebody else asked for; they are ours to stop now. */
  adopt(stream) {
    for (const track of stream.getTracks()) if (track !== this.#tracks[track.kind]) this.#take(track.kind, track);
  }

  /** Have what is wanted, and only that: what is held already is not asked for again. */
  async open(want) {
    const kinds = ["audio", "video"];
    for (const kind of kinds) if (!want[kind]) this.#release(kind);
    await this.#get(kinds.filter((kind) => want[kind] && this.#tracks[kind]?.readyState !== "live"));
  }

  /** The microphone goes silent at once and stays ours: it has to come back as fast. */
  async setMic(on) {
    const track = this.#tracks.audio;
    if (!track) return on ? await this.#get(["audio"]) : this.#release("audio");
    track.enabled = on;
    this.#changed();
  }

  /** The camera goes off with its light. */
  async setCamera(on) {
    if (!on) return this.#release("video");
    if (!this.#tracks.video) await this.#get(["video"]);
  }

  /** Go over to another device; the old one stays until the new one is there. `kind` is "audio" or "video". */
  async useDevice(kind, deviceId) {
    const old = this.#tracks[kind];
    if (!old) return void (this.#device[kind] = deviceId);
    const token = this.#claim(kind);
    const wanted = { [kind]: { ...ASKED[kind], deviceId: { exact: deviceId } } };
    const { tracks, problem: failed } = await this.#ask(wanted, () => this.#tokens[kind] === token, true);
    if (this.#tokens[kind] !== token) return stopAll(tracks);
    this.problem = failed;
    if (tracks.length) {
      this.#device[kind] = deviceId;
      tracks[0].enabled = old.enabled;
      this.#take(kind, tracks[0]);
    }
    this.#changed();
  }

  async shareScreen(on) {
    const token = this.#claim("screen");
    if (!on) return this.#endShare();
    try {
      if (!this.#devices?.getDisplayMedia) return this.#fail(problem("unsupported", ["screen"]));
      const tracks = (await this.#devices.getDisplayMedia({ video: true })).getTracks();
      if (this.#tokens.screen !== token) return stopAll(tracks);
      stopAll(tracks.filter(({ kind }) => kind !== "video"));
      this.problem = null;
      this.#take("screen", tracks.find(({ kind }) => kind === "video"));
      this.#changed();
    } catch (error) {
      const changedMind = codeOf(error) === "denied"; // closing the picker is an answer, not a problem
      if (this.#tokens.screen === token && !changedMind) this.#fail(problem("unknown", ["screen"]));
    }
  }

  /** Everything off, and whatever is still being asked for will be off as soon as it comes. */
  stop() {
    this.problem = null;
    for (const kind of Object.keys(this.#tracks)) {
      this.#claim(kind);
      this.#drop(kind);
    }
    this.#changed();
  }

  async #get(kinds) {
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

  #take(kind, track) {
    const old = this.#tracks[kind];
    this.#tracks[kind] = track;
    track.onended = () => this.#ended(kind, track);
    this.#feed(kind);
    old?.stop();
  }

  #drop(kind) {
    const old = this.#tracks[kind];
    this.#tracks[kind] = null;
    if (!old) return;
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

  /** Unplugged, taken away, or sharing was ended from the browser's own bar. */
  async #ended(kind, track) {
    if (this.#tracks[kind] !== track) return;
    if (kind === "screen") return this.#endShare();
    this.#device[kind] = "";
    this.#release(kind);
    const gone = problem("unplugged", [kind]);
    await this.#get([kind]); // another one may be there
    if (!this.#tracks[kind] && this.problem?.code === "missing") this.#fail(gone);
  }

  #fail(failed) {
    this.problem = failed;
    this.#changed();
  }

  #feed(kind) {
    const { audio, video, screen } = this.#tracks;
    if (kind === "audio") put(this.#senders.audio, audio);
    else put(this.#senders.video, screen ?? video);
  }
}

async function put(sender, track) {
  try {
    await sender?.replaceTrack(track);
  } catch {
    // The connection is closed; the next one gets the track when it is attached.
  }
}

function stopAll(tracks) {
  for (const track of tracks) track.stop();
}
