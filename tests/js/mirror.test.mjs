import assert from "node:assert/strict";
import { it } from "node:test";
import { Mirror, words } from "../../whimsy/components/mirror/mirror_core.js";

const STATS = { rtt_ms: 24.2, loss_pct: 0, kbps: 640.4, udp: true };
const line = (stats) => words(stats).replaceAll("\u00a0", " ");
const settle = () => new Promise((done) => setImmediate(done));

class Stream {
  constructor(tracks) {
    this.getTracks = () => tracks;
  }
}

class PeerConnection {
  static made = [];
  tracks = [];
  closed = false;
  answer = null;
  constructor(...given) {
    assert.deepEqual(given, []); // no ICE servers
    PeerConnection.made.push(this);
  }
  addTrack(track) {
    this.tracks.push(track);
  }
  async setLocalDescription() {
    this.localDescription = { sdp: "offer" };
  }
  async setRemoteDescription(answer) {
    if (answer.sdp === "bad") throw new Error("bad");
    this.answer = answer;
  }
  close() {
    this.closed = true;
  }
}

class Socket {
  connected = true;
  sent = [];
  #handlers = {};
  on(name, handler) {
    this.#handlers[name] = handler;
  }
  emit(name, ...rest) {
    this.sent.push([name, ...rest]);
  }
  tell(name, what) {
    this.#handlers[name](what);
  }
  get names() {
    return this.sent.map(([name]) => name);
  }
  async acknowledge(ack, nth = 0) {
    this.sent.filter(([name]) => name === "mirror")[nth][2](ack);
    await settle();
  }
}

function make() {
  const socket = new Socket();
  const endings = [];
  const mirror = new Mirror({ PeerConnection, Stream, socket, ended: (sentence) => endings.push(sentence) });
  return { mirror, socket, endings, pc: () => PeerConnection.made.at(-1) };
}

async function begun() {
  const made = make();
  await made.mirror.start(new Stream(["sound", "picture"]));
  return made;
}

async function looking() {
  const made = await begun();
  await made.socket.acknowledge({ sdp: "answer" });
  return made;
}

it("sends its tracks, takes the answer and shows what comes back", async () => {
  const { mirror, socket, pc } = await begun();
  assert.equal(mirror.state.phase, "asking");
  assert.deepEqual(pc().tracks, ["sound", "picture"]);
  assert.deepEqual(socket.sent[0].slice(0, 2), ["mirror", { sdp: "offer" }]);
  await socket.acknowledge({ sdp: "answer" });
  assert.deepEqual(pc().answer, { type: "answer", sdp: "answer" });
  pc().ontrack({ track: "a" });
  pc().ontrack({ track: "b" });
  socket.tell("mirror_stats", STATS);
  assert.deepEqual(mirror.state.picture.getTracks(), ["a", "b"]);
  assert.equal(mirror.state.stats, STATS);
});

it("says why it was refused", async () => {
  const { mirror, socket, pc, endings } = await begun();
  await socket.acknowledge({ refused: "mirror_busy", sentence: "Busy." });
  assert.deepEqual([mirror.state.phase, mirror.state.sentence, endings], ["rest", "Busy.", ["Busy."]]);
  assert.ok(pc().closed);
  assert.deepEqual(socket.names, ["mirror"]);
});

it("asks nothing without a connection", async () => {
  const { mirror, socket } = make();
  socket.connected = false;
  await mirror.start(new Stream([]));
  assert.deepEqual([mirror.running, socket.sent], [false, []]);
  assert.match(mirror.state.sentence, /not connected/);
});

it("ends when the server ends it, or is gone", async () => {
  for (const [event, what, sentence] of [
    ["mirror_ended", { sentence: "Over." }, /Over/],
    ["disconnect", "", /lost/],
  ]) {
    const { mirror, socket, pc } = await looking();
    socket.tell(event, what);
    assert.equal(mirror.state.phase, "rest");
    assert.match(mirror.state.sentence, sentence);
    assert.ok(pc().closed);
    assert.deepEqual(socket.names, ["mirror"]); // it knows
  }
});

it("stops at the visitor's word, once and without a sentence", async () => {
  const { mirror, socket, pc } = await looking();
  mirror.stop();
  mirror.stop();
  assert.deepEqual([mirror.state.phase, mirror.state.sentence], ["rest", ""]);
  assert.ok(pc().closed);
  assert.deepEqual(socket.names, ["mirror", "mirror_stop"]);
});

it("never asks when it is stopped before there is an offer", async () => {
  const { mirror, socket } = make();
  const started = mirror.start(new Stream([]));
  mirror.stop();
  await started;
  assert.deepEqual([mirror.state.phase, socket.sent], ["rest", []]);
});

it("drops an answer that comes after the stop, and says again that it stopped", async () => {
  const { mirror, socket, pc } = await begun();
  mirror.stop();
  await socket.acknowledge({ sdp: "answer" });
  assert.deepEqual([mirror.state.phase, pc().answer], ["rest", null]);
  assert.deepEqual(socket.names, ["mirror", "mirror_stop", "mirror_stop"]);
});

it("does not end a new look with the answer to the old", async () => {
  const { mirror, socket, pc } = await begun();
  const old = pc();
  await mirror.start(new Stream(["picture"]));
  await socket.acknowledge({ sdp: "old" });
  assert.deepEqual([mirror.state.phase, old.answer, pc().answer], ["asking", null, null]);
  await socket.acknowledge({ sdp: "new" }, 1);
  assert.equal(pc().answer.sdp, "new");
  assert.deepEqual(socket.names, ["mirror", "mirror_stop", "mirror"]);
});

it("drops late numbers, endings and tracks", async () => {
  const { mirror, socket, pc } = await looking();
  mirror.stop();
  const { state } = mirror;
  socket.tell("mirror_stats", STATS);
  socket.tell("mirror_ended", { sentence: "Over." });
  pc().ontrack({ track: "a" });
  assert.equal(mirror.state, state);
  await mirror.start(new Stream([]));
  socket.tell("mirror_stats", STATS); // of the look before
  assert.equal(mirror.state.stats, null);
});

it("tells the server when the browser can't take the answer", async () => {
  const { mirror, socket } = await begun();
  await socket.acknowledge({ sdp: "bad" });
  assert.match(mirror.state.sentence, /couldn’t start/);
  assert.deepEqual(socket.names, ["mirror", "mirror_stop"]);
});

it("says the numbers, and what it doesn't know", () => {
  assert.equal(line(STATS), "Round trip 24 ms · loss 0 % · 640 kbit/s · UDP works");
  assert.equal(
    line({ rtt_ms: null, loss_pct: 0.4, kbps: null, udp: true }),
    "Round trip — ms · loss 0.4 % · — kbit/s · UDP works",
  );
  assert.equal(line(null), "Round trip — ms · loss — % · — kbit/s · UDP —");
});
