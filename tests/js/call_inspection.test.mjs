// The visitor's own camera is looked at on their device before its first picture is sent.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { inspector } from "../../whimsy/components/screen/inspector.js";
import { PATIENCE_MS } from "../../whimsy/components/screen/watch.js";
import { Clock, Pair, Side, Stream, settle, Track } from "./call_fakes.test.mjs";

const classes = (probability) => [{ className: "Porn", probability }];

describe("a camera", () => {
  let pair;
  let looks;
  const media = () => pair.b.said.filter(({ kind }) => kind === "media").map(({ body }) => body.cam);
  const inspect = (track, tell) => looks.push({ track, tell });

  beforeEach(async () => {
    looks = [];
    pair = new Pair();
    pair.b = new Side({ clock: pair.b.clock, steps: pair.b.steps, polite: pair.b.polite, inspect });
    await pair.connect();
  });

  it("is not sent before it was looked at, nor is the other side told that it is on", async () => {
    const [{ track, tell }] = looks;
    assert.deepEqual([pair.b.sent.video, pair.b.sent.audio.kind], [null, "audio"], "sound waits for nothing");
    assert.deepEqual([pair.b.state.cam, pair.b.state.checking, pair.a.state.remote.cam], [true, true, false]);
    tell("pass");
    await pair.drain();
    assert.deepEqual([pair.b.sent.video, pair.b.state.checking, pair.a.state.remote.cam], [track, false, true]);
  });

  it("goes off after a hit, and the page says why", async () => {
    const [{ track, tell }] = looks;
    tell("hit");
    await pair.drain();
    assert.deepEqual([pair.b.sent.video, track.readyState, pair.b.state.cam], [null, "ended", false]);
    assert.deepEqual([pair.b.state.problem.code, pair.b.state.problem.kinds], ["naked", ["video"]]);
    assert.deepEqual(media(), [false], "the other side never heard that it was on");
  });

  it("goes off after a hit that came late", async () => {
    const [{ track, tell }] = looks;
    tell("pass");
    tell("hit");
    await pair.drain();
    assert.deepEqual([pair.b.sent.video, track.readyState], [null, "ended"]);
    assert.deepEqual(media(), [false, true, false]);
  });

  it("is looked at again when it was off, or is another one", async () => {
    looks[0].tell("pass");
    await pair.b.call.setCamera(false);
    await pair.b.call.setCamera(true);
    assert.deepEqual([pair.b.sent.video, looks.length], [null, 2]);
    looks[1].tell("pass");
    await pair.b.call.useDevice("video", "two");
    assert.deepEqual([pair.b.sent.video, looks.length], [null, 3]);
    looks[1].tell("hit");
    assert.equal(pair.b.state.cam, true, "what is said of the old one counts no more");
    looks[2].tell("pass");
    assert.equal(pair.b.sent.video.label, "two");
  });

  it("does not hold back a screen", async () => {
    await pair.b.call.shareScreen(true);
    assert.equal(pair.b.sent.video.label, "screen");
    await pair.b.call.shareScreen(false);
    assert.equal(pair.b.sent.video, null);
  });
});

describe("a look", () => {
  let made;
  let clock;

  /** An inspector whose worker answers when told to. */
  function device({ wanted = true, broken = false } = {}) {
    made = { workers: [], told: [] };
    clock = new Clock();
    const hire = () => {
      if (broken) throw new Error("no workers here");
      const worker = { postMessage() {}, terminate: () => (worker.gone = true) };
      made.workers.push(worker);
      return worker;
    };
    const look = inspector({ wanted: () => wanted, eye: () => () => "frame", hire, clock });
    return (track, name = "") => look(track, (verdict) => made.told.push(name + verdict));
  }
  const answer = (probability) => made.workers.at(-1).onmessage({ data: { classes: classes(probability) } });

  it("tells what it saw, and ends", async () => {
    device()(new Track("video"));
    assert.deepEqual(made.told, []);
    answer(0.9);
    await clock.pass(PATIENCE_MS);
    assert.deepEqual([made.told, made.workers[0].gone, clock.waiting], [["hit"], true, 0]);
  });

  it("holds nobody up, and still counts when it was slow", async () => {
    device()(new Track("video"));
    await clock.pass(PATIENCE_MS);
    assert.deepEqual(made.told, ["pass"]);
    answer(0.9);
    assert.deepEqual(made.told, ["pass", "hit"]);
  });

  it("is taken once for one camera, whoever asks", async () => {
    const look = device();
    const track = new Track("video");
    look(track, "preview ");
    look(track, "call ");
    answer(0.1);
    look(new Stream([track]).getTracks()[0], "next call ");
    await settle();
    assert.deepEqual([made.told, made.workers.length], [["preview pass", "call pass", "next call pass"], 1]);
  });

  it("passes where there are no workers, and where the deployer wants none", () => {
    device({ broken: true })(new Track("video"));
    assert.deepEqual(made.told, ["pass"]);
    device({ wanted: false })(new Track("video"));
    assert.deepEqual([made.told, made.workers], [["pass"], []]);
  });
});
