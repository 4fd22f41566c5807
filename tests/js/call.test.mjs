import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Line } from "../../whimsy/components/call/line.js";
import { CALM_MS } from "../../whimsy/components/call/media_core.js";
import { MAX_BITRATE, MAX_FRAMERATE, MAX_SCREEN_BITRATE } from "../../whimsy/components/call/sender.js";
import { agreed, Clock, Devices, fault, Pair, Side, Stream, settle, Track } from "./call_fakes.test.mjs";

const on = () => Track.all.filter(({ readyState, label }) => label !== "remote" && readyState === "live").length;
const ready = (change) => ({ room: "r", call: 1, seq: 1, kind: "ready", body: {}, ...change });
const kinds = ({ said }) => said.map(({ kind }) => kind);
const flags = ({ mic, cam, screen }) => [mic, cam, screen];

let side, pair;
beforeEach(() => {
  Track.all.length = 0;
  side = new Side();
  pair = new Pair();
});

describe("a call", () => {
  it("goes from starting by connecting to live, and shows the other from live to over", async () => {
    await pair.connect();
    for (const { states } of [pair.a, pair.b]) {
      assert.deepEqual([...new Set(states.map(({ phase }) => phase))], ["starting", "connecting", "live"]);
    }
    assert.deepEqual(
      pair.a.remotes
        .at(-1)
        .getTracks()
        .map(({ kind }) => kind),
      ["audio", "video"],
    );
    assert.deepEqual(flags(pair.a.state.remote), [true, true, false]);
    pair.b.call.stop();
    await pair.drain();
    assert.deepEqual([pair.a.state.phase, pair.a.state.reason.code, pair.a.remotes.at(-1)], ["over", "bye", null]);
    assert.equal(on(), 0);
  });

  it("describes nothing before the other side is there", async () => {
    await side.start();
    await settle();
    assert.deepEqual(kinds(side), ["ready"]);
    side.call.receive(ready());
    await settle();
    assert.equal(kinds(side).includes("description"), true);
  });

  it("answers a ready with a ready, for who was not there at the first", async () => {
    await side.start();
    side.call.receive(ready());
    await settle();
    assert.deepEqual(kinds(side).slice(0, 2), ["ready", "ready"]);
  });

  it("connects when one side starts long after the other spoke", async () => {
    await pair.b.start();
    await pair.drain();
    await pair.a.start();
    await pair.drain();
    agreed(pair.a, pair.b);
  });

  it("connects when everything said before the second came was lost", async () => {
    await pair.b.start();
    pair.at.b = pair.b.said.length;
    await pair.a.start();
    await pair.drain();
    agreed(pair.a, pair.b);
  });

  it("sends no more than is useful", async () => {
    await pair.connect();
    for (const { pc } of [pair.a, pair.b]) {
      const { encodings, degradationPreference } = pc.getTransceivers()[1].sender.parameters;
      assert.deepEqual([encodings[0].maxBitrate, encodings[0].maxFramerate], [MAX_BITRATE, MAX_FRAMERATE]);
      assert.equal(degradationPreference, "balanced");
    }
  });

  it("says so when there are no video calls in this browser", async () => {
    const bare = new Side();
    bare.call.stop();
    const states = [];
    const { createCall } = await import("../../whimsy/components/call/call_core.js");
    const none = () => {};
    const callbacks = {
      onState: (state) => states.push(state),
      onRemoteStream: none,
      onLocalStream: none,
      rebuild: none,
    };
    await createCall({ Stream, send: none, clock: bare.clock, callbacks }).start({ room: "r", call: 1, want: {} });
    assert.deepEqual([states.at(-1).phase, states.at(-1).reason.code], ["unavailable", "unsupported"]);
  });
});

describe("signals", () => {
  it("of another room or an older number are dropped, and of a later number wait", async () => {
    await side.start({ call: 2 });
    for (const change of [{ room: "q", call: 2 }, { call: 1 }, { call: 3 }]) side.call.receive(ready(change));
    for (const junk of [null, {}, { room: "r" }, ready({ call: 2, seq: "1" }), ready({ call: "2" })])
      side.call.receive(junk);
    await settle();
    assert.deepEqual(kinds(side), ["ready"]);
    await side.start({ call: 3 });
    await settle();
    assert.equal(side.state.phase, "connecting");
    assert.deepEqual([...new Set(side.said.filter(({ call }) => call === 3).map(({ kind }) => kind))].sort(), [
      "candidate",
      "description",
      "media",
      "ready",
    ]);
  });

  it("of a room that was left are not heard in the next", async () => {
    await pair.connect();
    const late = pair.b.said.map((signal) => ({ ...signal, seq: signal.seq + 100 }));
    pair.a.call.stop();
    await pair.a.start({ room: "s" });
    for (const signal of late) pair.a.call.receive(signal);
    await settle();
    assert.deepEqual(kinds({ said: pair.a.said.filter(({ room }) => room === "s") }), ["ready"]);
    assert.equal(pair.a.pc.remoteDescription, null);
  });

  it("count once, however often they come, and candidates in any order", async () => {
    await Promise.all([pair.a.start(), pair.b.start()]);
    const seen = { a: new Set(), b: new Set() };
    for (let i = 0; i < 6; i += 1) {
      for (const [from, to] of [
        ["a", "b"],
        ["b", "a"],
      ]) {
        const fresh = pair[from].said.filter(({ seq }) => !seen[from].has(seq));
        const first = (signal) => (signal.kind === "candidate" ? 0 : 1);
        fresh.sort((x, y) => first(x) - first(y) || (first(x) ? x.seq - y.seq : y.seq - x.seq));
        for (const signal of fresh) for (let n = 0; n < 3; n += 1) pair[to].call.receive(signal);
        for (const { seq } of fresh) seen[from].add(seq);
        await settle();
      }
    }
    agreed(pair.a, pair.b);
    for (const { pc } of [pair.a, pair.b]) assert.equal(pc.candidates.length, 1);
    assert.equal(kinds(pair.b).filter((kind) => kind === "description").length, 1);
  });

  it("that are bad do not stop the good ones after them", async () => {
    await Promise.all([pair.a.start(), pair.b.start()]);
    const poison = [
      ["description", { type: "offer", sdp: "?" }],
      ["description", { type: "answer", sdp: "?" }],
      ["description", null],
      ["candidate", null],
      ["candidate", { candidate: 7 }],
      ["media", null],
      ["unknown", {}],
    ];
    for (const { call } of [pair.a, pair.b]) {
      poison.forEach(([kind, body], i) => call.receive({ room: "r", call: 1, seq: 1_000 + i, kind, body }));
      await settle();
    }
    await pair.drain();
    agreed(pair.a, pair.b);
  });

  it("do not undo a description by an older one that comes late", async () => {
    await pair.connect();
    const old = pair.b.said.find(({ kind }) => kind === "description");
    const { sdp } = pair.a.pc.localDescription;
    pair.b.pc.restartIce();
    await pair.drain();
    const now = pair.a.pc.localDescription.sdp;
    assert.notEqual(now, sdp);
    pair.a.call.receive({ ...old, seq: -1 });
    pair.a.call.receive({ ...old, seq: 0 });
    await settle();
    assert.equal(pair.a.pc.localDescription.sdp, now);
  });

  it("wait while the channel is down and are said in order when it is back", async () => {
    await Promise.all([pair.a.start(), pair.b.start()]);
    pair.b.up = false;
    pair.at.b = pair.b.said.length; // what was under way is lost
    await pair.drain();
    assert.equal(pair.a.pc.remoteDescription, null);
    pair.b.up = true;
    pair.b.call.resumed();
    await pair.drain();
    agreed(pair.a, pair.b);
    const fresh = pair.b.said.filter(({ seq }, i, all) => all.findIndex((each) => each.seq === seq) === i);
    assert.equal(fresh.filter(({ kind }) => kind === "description").length, 1);
  });

  it("that were lost on the way here are asked for again", async () => {
    await Promise.all([pair.a.start(), pair.b.start()]);
    while (pair.waits("a")) await pair.deliver("a");
    pair.at.b = pair.b.said.length;
    pair.a.call.resumed();
    await pair.drain();
    agreed(pair.a, pair.b);
  });
});

describe("signals, once more,", () => {
  it("that could not be said go first, in order, and all is said again under the old numbers", () => {
    const heard = [];
    let up = true;
    const line = new Line({
      room: "r",
      call: 1,
      clock: new Clock(),
      send: ({ seq, kind }) => up && heard.push(`${seq} ${kind}`),
    });
    line.post("ready");
    up = false;
    line.post("media");
    assert.equal(line.blocked, true);
    up = true;
    line.post("description");
    assert.deepEqual(heard.splice(0), ["1 ready", "2 media", "3 description"]);
    line.knock();
    assert.deepEqual(heard.splice(0), ["2 media", "3 description", "4 ready"]);
    line.close();
    line.post("media");
    line.repeat();
    assert.deepEqual(heard, []);
  });

  it("that a live call lost are said when the channel is back", async () => {
    await pair.connect();
    pair.b.up = false;
    await pair.b.call.setCamera(false);
    await pair.b.call.setMic(false);
    pair.b.up = true;
    pair.b.call.resumed();
    await pair.drain();
    assert.deepEqual(flags(pair.a.state.remote), [false, false, false]);
  });

  it("of another room do not begin the next call", async () => {
    side.call.receive(ready({ room: "q" }));
    await side.start();
    await settle();
    assert.equal(side.state.phase, "starting");
  });

  it("do without a ready that was lost: who describes is there", async () => {
    await Promise.all([pair.a.start(), pair.b.start()]);
    for (let i = 0; i < 3; i += 1) {
      while (pair.waits("a")) await pair.deliver("a");
      while (pair.waits("b")) {
        if (pair.b.said[pair.at.b].kind === "ready") pair.at.b += 1;
        else await pair.deliver("b");
      }
    }
    agreed(pair.a, pair.b);
    assert.equal(pair.a.state.phase, "connecting");
    assert.deepEqual(flags(pair.b.state.remote), [true, true, false]);
  });

  it("keep candidates of a restart for the answer they come before", async () => {
    await pair.connect();
    pair.b.pc.restartIce();
    await settle();
    while (pair.waits("b")) await pair.deliver("b");
    const [answer, ...candidates] = pair.a.said.slice(pair.at.a);
    assert.equal(answer.kind, "description");
    for (const signal of [...candidates, answer]) pair.b.call.receive(signal);
    await settle();
    agreed(pair.a, pair.b);
  });
});

describe("what comes too late", () => {
  it("is a ready with a bye at its heels: no timer is left", async () => {
    await side.start();
    side.call.receive(ready());
    side.call.receive(ready({ seq: 2, kind: "bye" }));
    const before = side.told;
    await settle();
    assert.deepEqual([side.told, side.clock.waiting], [before, 0]);
  });

  for (const [what, act] of [
    ["stop", () => side.call.stop()],
    ["the next room", () => (side.call.stop(), side.start({ room: "s", want: {} }))],
    ["the next room without a stop", () => side.start({ room: "s" })],
    ["their bye", () => side.call.receive(ready({ kind: "bye" }))],
    ["camera and microphone off", () => (side.call.setCamera(false), side.call.setMic(false))],
  ]) {
    it(`is switched off: a camera after ${what}`, async () => {
      side.devices.answers = ["later"];
      side.start();
      await act();
      const before = [side.told, on()];
      side.devices.pending[0].allow();
      await settle();
      assert.deepEqual([side.told, on()], before);
      assert.equal(
        Track.all
          .filter(({ label }) => label === "")
          .slice(-2)
          .every(({ readyState }) => readyState === "ended"),
        true,
      );
    });
  }

  it("is not asked for again when the call is over", async () => {
    for (const name of ["AbortError", "OverconstrainedError", "NotFoundError"]) {
      const late = new Side();
      late.devices.answers = ["later"];
      late.start();
      late.call.stop();
      const before = late.told;
      late.devices.pending[0].deny(fault(name));
      await settle();
      assert.deepEqual([late.devices.asked.length, late.told], [1, before], name);
    }
  });

  it("is a number that was used: start twice is start once", async () => {
    await Promise.all([side.start(), side.start()]);
    assert.deepEqual([side.pcs.length, side.devices.asked.length], [1, 1]);
    side.call.stop();
    await side.start();
    assert.equal(side.pcs.length, 1);
  });

  it("is a call whose bye came before it", async () => {
    side.call.receive(ready({ kind: "bye", seq: 3 }));
    await side.start();
    assert.deepEqual([side.said, side.devices.asked, side.state.reason.code], [[], [], "bye"]);
  });

  it("is stats of another call", async () => {
    await side.start();
    const stats = side.call.stats();
    side.call.stop();
    assert.equal(await stats, null);
  });
});

describe("the next call", () => {
  it("never shows the old picture", async () => {
    await pair.connect();
    const before = pair.a.remotes.length;
    pair.a.start({ call: 2 });
    assert.deepEqual(pair.a.remotes.slice(before), [null]);
    assert.equal(pair.a.pcs[0].signalingState, "closed");
    assert.deepEqual(flags(pair.a.state.remote), [false, false, false]);
  });

  it("has the same camera if it was kept, and asks anew if not", async () => {
    await side.start();
    side.call.stop({ keepMedia: true });
    assert.equal(on(), 2);
    await side.start({ room: "s" });
    assert.deepEqual([side.devices.asked.length, on()], [1, 2]);
    side.call.stop();
    assert.equal(on(), 0);
    await side.start({ room: "t" });
    assert.equal(side.devices.asked.length, 2);
  });

  it("keeps the camera through their bye only when asked to", async () => {
    await side.start({ keepMedia: true });
    side.call.receive(ready({ kind: "bye" }));
    assert.equal(on(), 2);
    await side.start({ room: "s" });
    side.call.receive(ready({ kind: "bye", room: "s" }));
    assert.equal(on(), 0);
  });

  it("sends what is on, and a rebuilt one leaves a camera off that was off", async () => {
    await pair.connect();
    await pair.b.call.setCamera(false);
    await Promise.all([pair.a.start({ call: 2 }), pair.b.start({ call: 2 })]);
    await pair.drain();
    agreed(pair.a, pair.b);
    assert.deepEqual([pair.a.sent.video?.kind, pair.b.sent.video, pair.b.sent.audio?.kind], ["video", null, "audio"]);
    assert.deepEqual(flags(pair.a.state.remote), [true, false, false]);
  });

  it("takes a stream it is given, and switches off what is not wanted of it", async () => {
    const stream = new Stream([new Track("audio"), new Track("video")]);
    await side.start({ stream, want: { audio: true, video: false } });
    assert.deepEqual([side.devices.asked.length, on(), flags(side.state)], [0, 1, [true, false, false]]);
  });

  it("cannot be used to switch a camera on when there is none", async () => {
    await side.start();
    side.call.stop();
    await Promise.all([side.call.setCamera(true), side.call.setMic(true), side.call.shareScreen(true)]);
    assert.equal(on(), 0);
  });
});

describe("camera and microphone", () => {
  const media = () => pair.b.said.filter(({ kind }) => kind === "media").map(({ body }) => flags(body));
  const described = () => pair.b.said.filter(({ kind }) => kind === "description").length;

  it("are muted at once and come back, with no new description", async () => {
    await pair.connect();
    const [{ audio, video }, before] = [pair.b.sent, described()];
    await pair.b.call.setMic(false);
    assert.deepEqual([audio.enabled, audio.readyState, pair.b.sent.audio], [false, "live", audio]);
    await pair.b.call.setMic(true);
    await pair.b.call.setCamera(false);
    assert.deepEqual([video.readyState, pair.b.sent.video], ["ended", null]);
    await pair.b.call.setCamera(true);
    assert.equal(pair.b.sent.video.readyState, "live");
    await pair.drain();
    assert.deepEqual(media().slice(-4), [
      [false, true, false],
      [true, true, false],
      [true, false, false],
      [true, true, false],
    ]);
    assert.deepEqual(flags(pair.a.state.remote), [true, true, false]);
    assert.equal(described(), before);
  });

  it("are not needed: a call without them connects, and they can come later", async () => {
    pair.b.devices.answers = Array(3).fill("NotAllowedError");
    await pair.connect();
    agreed(pair.a, pair.b);
    const before = described();
    assert.deepEqual([flags(pair.b.state), pair.b.state.problem.code], [[false, false, false], "denied"]);
    await pair.b.call.setCamera(true);
    assert.deepEqual([pair.b.sent.video.kind, pair.b.state.problem, described()], ["video", null, before]);
  });

  it("go over to another device, and stay when that fails", async () => {
    await pair.connect();
    const old = pair.b.sent.video;
    pair.b.devices.answers = ["OverconstrainedError"];
    await pair.b.call.useDevice("video", "gone");
    assert.equal(pair.b.sent.video, old);
    await pair.b.call.useDevice("video", "two");
    old.unplug();
    await settle();
    assert.deepEqual([pair.b.sent.video.label, old.readyState, pair.b.state.problem], ["two", "ended", null]);
  });

  it("are known by name while a screen is shared, and changed", async () => {
    await pair.connect();
    await pair.b.call.useDevice("video", "two");
    await pair.b.call.shareScreen(true);
    assert.equal(pair.b.call.deviceOf("video"), "two");
    await pair.b.call.useDevice("video", "three");
    assert.equal(pair.b.call.deviceOf("video"), "three");
    await pair.b.call.setCamera(false);
    assert.equal(pair.b.call.deviceOf("video"), "");
  });

  it("let go of one camera where the other would not open beside it", async () => {
    await pair.connect();
    const old = pair.b.sent.video;
    pair.b.devices.answers = ["NotReadableError"];
    await pair.b.call.useDevice("video", "two");
    assert.deepEqual([pair.b.sent.video.label, old.readyState, pair.b.state.problem], ["two", "ended", null]);
    pair.b.devices.answers = ["NotReadableError", "NotReadableError"];
    await pair.b.call.useDevice("video", "three");
    const back = pair.b.sent.video;
    assert.deepEqual([back.label, back.readyState, pair.b.state.problem.code], ["two", "live", "busy"]);
    pair.b.devices.answers = Array(3).fill("NotReadableError");
    await pair.b.call.useDevice("video", "three");
    assert.deepEqual(
      [pair.b.sent.video, flags(pair.b.state), pair.b.state.problem.code],
      [null, [true, false, false], "busy"],
    );
    await pair.drain();
    assert.deepEqual(flags(pair.a.state.remote), [true, false, false]);
  });

  it("are turned on by choosing one", async () => {
    await pair.connect();
    await pair.b.call.setCamera(false);
    await pair.b.call.useDevice("video", "two");
    assert.equal(pair.b.sent.video.readyState, "live");
    assert.deepEqual(pair.b.devices.asked.at(-1).video.deviceId, { ideal: "two" });
  });

  it("are told of when they come back, and wait to be turned on", async () => {
    await pair.connect();
    pair.b.devices.answers = ["NotFoundError"];
    pair.b.sent.video.unplug();
    await settle();
    pair.b.call.found(["video"]);
    assert.deepEqual([pair.b.sent.video, pair.b.state.problem.sentence], [null, "Your camera can be used now."]);
    await pair.b.call.setCamera(true);
    assert.deepEqual([pair.b.sent.video.readyState, pair.b.state.problem], ["live", null]);
  });

  it("that the browser takes away in mid-call leave a word, and the other goes on", async () => {
    await pair.connect();
    pair.b.devices.answers = ["NotAllowedError"];
    pair.b.sent.video.unplug();
    await settle();
    assert.equal(pair.b.state.problem.sentence, "Your browser keeps your camera from Whimsy.");
    await pair.drain();
    assert.deepEqual(flags(pair.a.state.remote), [true, false, false]);
  });

  it("that fail again are told again", async () => {
    await pair.connect();
    await pair.b.call.setCamera(false);
    pair.b.devices.answers = ["NotAllowedError", "NotAllowedError"];
    await pair.b.call.setCamera(true);
    const { n } = pair.b.state.problem;
    await pair.b.call.setCamera(true);
    assert.notEqual(pair.b.state.problem.n, n);
  });

  it("stay muted on another microphone", async () => {
    await pair.connect();
    await pair.b.call.setMic(false);
    await pair.b.call.useDevice("audio", "two");
    assert.deepEqual([pair.b.sent.audio.label, pair.b.sent.audio.enabled], ["two", false]);
  });

  it("are switched off when the camera was turned off while another was being found", async () => {
    await pair.connect();
    pair.b.devices.answers = ["later"];
    pair.b.call.useDevice("video", "two");
    await pair.b.call.setCamera(false);
    pair.b.devices.pending[0].allow();
    await settle();
    assert.deepEqual(
      [pair.b.sent.video, Track.all.at(-1).readyState, flags(pair.b.state)],
      [null, "ended", [true, false, false]],
    );
  });

  it("are replaced by what is left when they are unplugged", async () => {
    await pair.connect();
    pair.b.sent.video.unplug();
    await settle();
    assert.equal(pair.b.sent.video.readyState, "live");
    pair.b.devices.answers = ["NotFoundError"];
    pair.b.sent.video.unplug();
    await settle();
    assert.deepEqual([pair.b.sent.video, pair.b.state.problem.code], [null, "unplugged"]);
  });

  it("give way to the screen and come back when sharing ends", async () => {
    await pair.connect();
    const camera = pair.b.sent.video;
    await pair.b.call.shareScreen(true);
    const screen = pair.b.sent.video;
    assert.deepEqual(
      [screen.label, camera.readyState, pair.b.locals.at(-1).getTracks().includes(screen)],
      ["screen", "live", true],
    );
    screen.unplug();
    await settle();
    assert.deepEqual([pair.b.sent.video, pair.b.state.screen], [camera, false]);
    await pair.b.call.shareScreen(true);
    await pair.b.call.setCamera(false);
    assert.equal(pair.b.sent.video.label, "screen");
    await pair.b.call.shareScreen(false);
    assert.equal(pair.b.sent.video, null);
  });

  it("show no screen to the next stranger", async () => {
    await pair.connect();
    await pair.b.call.shareScreen(true);
    const screen = pair.b.sent.video;
    await pair.b.start({ room: "s" });
    assert.deepEqual([screen.readyState, pair.b.sent.video.label, pair.b.state.screen], ["ended", "", false]);
  });

  it("send a screen so that it can be read, and a camera as before", async () => {
    await pair.connect();
    const sender = pair.b.pc.getTransceivers()[1].sender;
    await pair.b.call.shareScreen(true);
    await settle();
    assert.deepEqual(
      [sender.parameters.degradationPreference, sender.parameters.encodings[0].maxBitrate],
      ["maintain-resolution", MAX_SCREEN_BITRATE],
    );
    await pair.b.call.shareScreen(false);
    await settle();
    assert.deepEqual(
      [sender.parameters.degradationPreference, sender.parameters.encodings[0].maxBitrate],
      ["balanced", MAX_BITRATE],
    );
  });

  it("have a word for every screen that does not come, and each is its own", async () => {
    await pair.connect();
    const policy = 'Access to the feature "display-capture" is disallowed by permissions policy.';
    const answers = [
      ["NotAllowedError", "closed"],
      [fault("NotAllowedError", policy), "forbidden"],
      [fault("NotAllowedError", "Permission denied by system"), "system"],
      ["NotFoundError", "missing"],
      ["NotReadableError", "busy"],
      ["InvalidStateError", "click"],
      ["AbortError", "unknown"],
      ["toString", "unknown"],
    ];
    const heard = new Set();
    for (const [answer, code] of answers) {
      pair.b.devices.answers = [answer];
      await pair.b.call.shareScreen(true);
      const { problem } = pair.b.state;
      assert.equal(problem.code, code);
      for (const words of [problem.sentence, problem.way]) assert.match(words, /^[A-Z].{8,80}\.$/);
      heard.add(problem.sentence);
    }
    assert.equal(heard.size, 7);
    pair.b.devices.allows = () => false; // where the message does not say so, the page's own policy does
    pair.b.devices.answers = ["NotAllowedError"];
    await pair.b.call.shareScreen(true);
    assert.equal(pair.b.state.problem.code, "forbidden");
    assert.equal(pair.b.sent.video.label, "");
  });

  it("say that nobody is there to share a screen with", async () => {
    await side.call.shareScreen(true);
    assert.equal(side.state.problem.code, "early");
    assert.equal(side.devices.asked.length, 0);
  });

  it("make no long fuss of a closed picker, and leave no screen that is chosen after the end", async () => {
    await pair.connect();
    pair.b.devices.answers = ["NotAllowedError", "later"];
    await pair.b.call.shareScreen(true);
    assert.equal(pair.b.state.problem.sentence, "Nothing is shared.");
    await pair.clock.pass(CALM_MS);
    assert.equal(pair.b.state.problem, null);
    pair.b.call.shareScreen(true);
    pair.b.call.stop();
    pair.b.devices.pending[0].allow();
    await settle();
    assert.equal(Track.all.at(-1).readyState, "ended");
    const old = new Side({ devices: Object.assign(new Devices(), { getDisplayMedia: undefined }) });
    await old.start();
    await old.call.shareScreen(true);
    assert.equal(old.state.problem.code, "unsupported");
  });
});
