// Stand-ins for what a browser gives to a call, true to their specifications where the call leans on them. Every
// asynchronous step is put to a `Steps`, which does it at once or waits to be told.

import assert from "node:assert/strict";
import { it } from "node:test";
import { createCall } from "../../whimsy/components/call/call_core.js";

/** Let every promise that can go on do so. */
export const settle = () => new Promise(setImmediate);

export class Clock {
  now = 0;
  #timers = new Set();
  after = (ms, then) => {
    const timer = { at: this.now + ms, then };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };
  get waiting() {
    return this.#timers.size;
  }
  async pass(ms) {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.now = next.at;
      this.#timers.delete(next);
      next.then();
      await settle();
    }
    this.now = end;
  }
}

export class Steps {
  held = false;
  queue = [];
  put(step) {
    if (this.held) this.queue.push(step);
    else queueMicrotask(step);
  }
  next() {
    this.queue.shift()();
  }
}

export class Track {
  enabled = true;
  readyState = "live";
  onended = null;
  constructor(kind, label = "") {
    Object.assign(this, { kind, label });
    Track.all.push(this);
  }
  getSettings = () => ({ deviceId: this.label });
  static all = [];
  stop() {
    this.readyState = "ended";
  }
  unplug() {
    this.readyState = "ended";
    this.onended?.();
  }
}

export class Stream {
  #tracks;
  constructor(tracks = []) {
    this.#tracks = [...tracks];
  }
  getTracks = () => [...this.#tracks];
  addTrack = (track) => void this.#tracks.push(track);
}

export const fault = (name, message = "") => Object.assign(new Error(message), { name });

/** navigator.mediaDevices: `answers` are taken in order, "ok" when there are none left; `asked` is what was asked. */
export class Devices {
  asked = [];
  answers = [];
  pending = [];
  getUserMedia(constraints) {
    this.asked.push(constraints);
    const kinds = ["audio", "video"].filter((kind) => constraints[kind]);
    return this.#answer(() => new Stream(kinds.map((kind) => new Track(kind, constraints[kind].deviceId?.exact))));
  }
  getDisplayMedia(wanted) {
    this.asked.push(wanted);
    return this.#answer(() => new Stream([new Track("video", "screen")]));
  }
  #answer(make) {
    const answer = this.answers.shift() ?? "ok";
    if (answer === "ok") return Promise.resolve(make());
    if (answer !== "later") return Promise.reject(typeof answer === "string" ? fault(answer) : answer);
    return new Promise((resolve, reject) => this.pending.push({ allow: () => resolve(make()), deny: reject }));
  }
}

class Sender {
  track = null;
  parameters = { transactionId: "1", encodings: [{ active: true }] };
  async replaceTrack(track) {
    this.track = track;
  }
  getParameters = () => ({ ...this.parameters });
  async setParameters(parameters) {
    this.parameters = parameters;
  }
}

let named = 0;
const name = (what) => `${what}${(named += 1)}`;
const write = (content) => `v=0 ${JSON.stringify(content)}`;
function read(sdp) {
  if (!sdp?.startsWith("v=0 ")) throw fault("OperationError", "malformed");
  return JSON.parse(sdp.slice(4));
}

export class FakePeerConnection {
  signalingState = "stable";
  connectionState = "new";
  iceConnectionState = "new";
  #pending = { local: null, remote: null };
  #current = { local: null, remote: null };
  #transceivers = [];
  #operations = Promise.resolve();
  #busy = 0;
  #needed = false;
  #restart = false;
  candidates = []; // theirs, as far as they were of use

  constructor(ice, steps = new Steps()) {
    Object.assign(this, { ice, steps });
  }

  get localDescription() {
    return this.#pending.local ?? this.#current.local;
  }
  get remoteDescription() {
    return this.#pending.remote ?? this.#current.remote;
  }
  getTransceivers = () => [...this.#transceivers];
  getStats = async () => [];

  addTransceiver(kind, { direction }) {
    this.#transceivers.push(this.#transceiver(kind, direction));
    this.#need();
  }

  restartIce() {
    this.#restart = true;
    this.#need();
  }

  setLocalDescription(description) {
    return this.#chained(() => {
      if (description?.type === "rollback") return this.#rollback();
      if (this.signalingState === "have-remote-offer") this.#setLocal("answer");
      else this.#setLocal("offer");
    });
  }

  setRemoteDescription({ type, sdp }) {
    return this.#chained(() => {
      if (type === "offer" && this.signalingState === "have-local-offer") this.#rollback();
      const allowed = { offer: ["stable", "have-remote-offer"], answer: ["have-local-offer"] }[type];
      if (!allowed?.includes(this.signalingState))
        throw fault("InvalidStateError", `${type} in ${this.signalingState}`);
      const content = read(sdp);
      if (type === "answer" && content.to !== read(this.localDescription.sdp).id)
        throw fault("OperationError", "answer to another offer");
      this.#setRemote({ type, sdp }, content);
    });
  }

  addIceCandidate(candidate) {
    return this.#chained(() => {
      if (!this.remoteDescription) throw fault("InvalidStateError", "no remote description");
      if (typeof candidate?.candidate !== "string") throw fault("TypeError");
      const { ufrag } = read(this.remoteDescription.sdp);
      if (!candidate.candidate) return;
      if (!candidate.candidate.endsWith(` ufrag ${ufrag}`)) throw fault("OperationError", "unknown ufrag");
      this.candidates.push(candidate.candidate);
    });
  }

  close() {
    this.signalingState = this.connectionState = this.iceConnectionState = "closed";
  }

  /** The network's part: states as they are reported. */
  become(connectionState, iceConnectionState = connectionState) {
    if (this.signalingState === "closed") return;
    const [a, b] = [this.connectionState, this.iceConnectionState];
    Object.assign(this, { connectionState, iceConnectionState });
    if (b !== iceConnectionState) this.oniceconnectionstatechange?.();
    if (a !== connectionState) this.onconnectionstatechange?.();
  }

  #transceiver(kind, direction) {
    return { mid: null, direction, sender: new Sender(), receiver: { track: new Track(kind, "remote") } };
  }

  /** The operations chain: one at a time, and after close none of them ever settles. */
  #chained(operate) {
    if (this.signalingState === "closed") return Promise.reject(fault("InvalidStateError", "closed"));
    this.#busy += 1;
    const step = () =>
      new Promise((resolve, reject) => {
        this.steps.put(() => {
          if (this.signalingState === "closed") return;
          try {
            resolve(operate());
          } catch (error) {
            reject(error);
          }
        });
      });
    const done = this.#operations.then(step);
    this.#operations = done
      .catch(() => {})
      .then(() => {
        this.#busy -= 1;
        if (!this.#busy) this.#need(false);
      });
    return done;
  }

  #setLocal(type) {
    if (type === "offer") this.#transceivers.forEach((each, i) => (each.proposed = each.mid ?? `${i}`));
    const old = this.#current.local && read(this.#current.local.sdp);
    const theirs = type === "answer" ? read(this.remoteDescription.sdp) : null;
    const theirsBefore = this.#current.remote && read(this.#current.remote.sdp).ufrag;
    const renewed = type === "answer" ? theirs.ufrag !== theirsBefore : this.#restart;
    const ufrag = old && !renewed ? old.ufrag : name("u");
    const lines = this.#transceivers.map(({ mid, proposed, receiver, direction }) => ({
      mid: mid ?? proposed,
      kind: receiver.track.kind,
      direction,
    }));
    const description = {
      type,
      sdp: write({ id: name("d"), to: theirs?.id, ufrag, lines, line: `a=ice-ufrag:${ufrag} ` }),
    };
    this.#pending.local = description;
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
    if (type === "answer") this.#agree();
    if (ufrag !== old?.ufrag) this.#gather(ufrag);
  }

  #setRemote(description, { lines }) {
    this.#pending.remote = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    // A line is matched by mid only: one made by addTransceiver is never taken for one that is offered.
    for (const { mid, kind } of lines) {
      let known = this.#transceivers.find(
        (each) => (each.mid ?? (description.type === "answer" ? each.proposed : null)) === mid,
      );
      if (!known) this.#transceivers.push((known = this.#transceiver(kind, "recvonly")));
      known.mid = mid;
      if (!known.told) this.ontrack?.({ track: known.receiver.track, streams: [] });
      known.told = true;
    }
    if (description.type === "answer") this.#agree();
  }

  #agree() {
    this.#current =
      this.#pending.local && this.#pending.remote
        ? this.#pending
        : { local: this.localDescription, remote: this.remoteDescription };
    this.#pending = { local: null, remote: null };
    this.#restart = false;
    this.#needed = false;
  }

  #rollback() {
    this.#pending = { local: null, remote: null };
    this.signalingState = "stable";
    this.#needed = true;
  }

  setConfiguration(ice) {
    this.ice = ice;
  }

  #gather(ufrag) {
    this.gatheredWith = this.ice;
    for (const found of [{ candidate: `candidate:1 typ host ufrag ${ufrag}`, sdpMid: "0", sdpMLineIndex: 0 }, null]) {
      this.#later(() => this.onicecandidate?.({ candidate: found }));
    }
  }

  /** Candidates are found when whoever set the description has gone on. */
  async #later(then) {
    for (let i = 0; i < 10; i += 1) await null;
    if (this.signalingState !== "closed") then();
  }

  #need(asked = true) {
    if (asked) this.#needed = true;
    this.#needed ||= this.#transceivers.some(({ mid }) => mid === null) || this.#restart;
    queueMicrotask(() => {
      if (!this.#needed || this.#busy || this.signalingState !== "stable") return;
      this.#needed = false;
      this.onnegotiationneeded?.();
    });
  }
}

/** One visitor: a call with all its fakes, what it said and what it told. */
export class Side {
  said = [];
  states = [];
  remotes = [];
  locals = [];
  rebuilds = [];
  pcs = [];
  up = true;

  constructor({ clock = new Clock(), devices = new Devices(), steps = new Steps(), polite = false, ...of } = {}) {
    Object.assign(this, { clock, devices, steps, polite });
    const side = this;
    this.call = createCall({
      PeerConnection: class extends FakePeerConnection {
        constructor(ice) {
          super(ice, steps);
          side.pcs.push(this);
        }
      },
      Stream,
      media: devices,
      clock,
      ...of,
      send: (signal) => (side.up ? (side.said.push(signal), side.heard?.()) : false),
      callbacks: {
        onState: (state) => side.states.push(state),
        onRemoteStream: (stream) => side.remotes.push(stream),
        onLocalStream: (stream) => side.locals.push(stream),
        rebuild: (call) => side.rebuilds.push(call),
      },
    });
  }
  get pc() {
    return this.pcs.at(-1);
  }
  get state() {
    return this.states.at(-1);
  }
  get sent() {
    const sent = {};
    for (const { receiver, sender } of this.pc.getTransceivers()) sent[receiver.track.kind] = sender.track;
    return sent;
  }
  get told() {
    return this.said.length + this.states.length + this.remotes.length + this.locals.length + this.rebuilds.length;
  }
  start(change = {}) {
    const { room = "r", call = 1, want = { audio: true, video: true }, ...more } = change;
    return this.call.start({ room, call, polite: this.polite, ice: { iceServers: [] }, want, ...more });
  }
}

/** Whether two connections came to the same two descriptions, by two lines only, and each has a way to the other. */
export function agreed(one, other) {
  const of = ({ pc }) => ({ local: pc.localDescription?.sdp, remote: pc.remoteDescription?.sdp });
  const [a, b] = [of(one), of(other)];
  assert.deepEqual([one.pc.signalingState, other.pc.signalingState], ["stable", "stable"]);
  assert.ok(a.local && a.local === b.remote && b.local === a.remote, "the descriptions differ");
  const { lines } = read(a.local);
  assert.deepEqual(
    lines.map(({ kind, direction }) => [kind, direction]),
    [
      ["audio", "sendrecv"],
      ["video", "sendrecv"],
    ],
  );
  for (const { pc } of [one, other])
    assert.ok(
      pc.candidates.some((each) => each.endsWith(read(pc.remoteDescription.sdp).ufrag)),
      "no candidate",
    );
}

/** Two visitors and the wire between them, which delivers when it is told to. */
export class Pair {
  constructor(options = {}) {
    this.clock = new Clock();
    this.a = new Side({ clock: this.clock, polite: true, ...options });
    this.b = new Side({ clock: this.clock, ...options, steps: options.steps && new Steps(), devices: new Devices() });
    this.at = { a: 0, b: 0 };
  }
  waits = (from) => this.at[from] < this[from].said.length;
  async deliver(from) {
    const signal = this[from].said[this.at[from]];
    this.at[from] += 1;
    this[from === "a" ? "b" : "a"].call.receive(signal);
    await settle();
  }
  async drain() {
    await settle();
    while (this.waits("a") || this.waits("b")) {
      for (const from of ["a", "b"]) if (this.waits(from)) await this.deliver(from);
      await settle();
    }
  }
  async connect() {
    await Promise.all([this.a.start(), this.b.start()]);
    await this.drain();
    for (const side of [this.a, this.b]) side.pc.become("connected");
  }
}

if (import.meta.main) {
  const offer = async (pc) => (await pc.setLocalDescription(), pc.localDescription);
  const pair = () => [new FakePeerConnection(), new FakePeerConnection()];

  it("rolls its own offer back for theirs, and asks to offer again", async () => {
    const [one, other] = pair();
    one.addTransceiver("audio", { direction: "sendrecv" });
    other.addTransceiver("audio", { direction: "sendrecv" });
    await offer(other);
    let asked = 0;
    other.onnegotiationneeded = () => (asked += 1);
    await other.setRemoteDescription(await offer(one));
    assert.equal(other.signalingState, "have-remote-offer");
    await other.setLocalDescription();
    await settle();
    assert.equal(asked, 1);
    assert.equal(other.getTransceivers().length, 2);
  });

  it("refuses what its state does not allow", async () => {
    const [one, other] = pair();
    one.addTransceiver("audio", { direction: "sendrecv" });
    const { sdp } = await offer(one);
    await assert.rejects(other.setRemoteDescription({ type: "answer", sdp }), { name: "InvalidStateError" });
    await assert.rejects(other.addIceCandidate({ candidate: "x" }), { name: "InvalidStateError" });
    await assert.rejects(other.setRemoteDescription({ type: "offer", sdp: "?" }), { name: "OperationError" });
    one.close();
    await assert.rejects(one.setLocalDescription(), { name: "InvalidStateError" });
  });

  it("never settles what was under way when it was closed", async () => {
    const steps = new Steps();
    steps.held = true;
    const pc = new FakePeerConnection({}, steps);
    let settled = false;
    pc.setLocalDescription().finally(() => (settled = true));
    await settle();
    pc.close();
    steps.next();
    await settle();
    assert.equal(settled, false);
  });
}
