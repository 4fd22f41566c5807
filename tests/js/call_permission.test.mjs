import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codeOf, HUMAN_MS, problem } from "../../whimsy/components/call/permission.js";
import { Devices, fault, Side, settle } from "./call_fakes.test.mjs";

const BOTH = { audio: true, video: true };

async function asking(answers, { want = BOTH, devices = new Devices() } = {}) {
  if (devices) devices.answers = answers;
  const side = new Side();
  const unlucky = devices ? new Side({ devices }) : new Side({ devices: {} });
  await unlucky.start({ want });
  return { ...unlucky.state, asked: (devices?.asked ?? []).map((each) => Object.keys(each).join()), side };
}

describe("an error", () => {
  const NAMES = {
    denied: ["NotAllowedError", "PermissionDeniedError", "PermissionDismissedError"],
    missing: ["NotFoundError", "DevicesNotFoundError"],
    busy: ["NotReadableError", "TrackStartError", "SourceUnavailableError"],
    constraints: ["OverconstrainedError", "ConstraintNotSatisfiedError"],
    aborted: ["AbortError"],
    insecure: ["SecurityError", "TypeError"],
    unknown: ["Error", "toString", undefined],
  };

  it("has a code by its name, old or new", () => {
    for (const [code, names] of Object.entries(NAMES))
      for (const name of names) assert.equal(codeOf({ name }), code, name);
    assert.equal(codeOf(null), "unknown");
  });

  it("has a short sentence and a way out of it", () => {
    for (const code of [...Object.keys(NAMES), "ignored", "unplugged", "found"]) {
      for (const kinds of [["audio"], ["video"], ["audio", "video"]]) {
        const { sentence, way } = problem(code, kinds);
        for (const words of [sentence, way]) assert.match(words, /^[A-Z].{8,80}\.$/);
      }
    }
    assert.equal(
      problem("denied", ["audio", "video"]).sentence,
      "Your browser keeps your camera and microphone from Whimsy.",
    );
    assert.match(
      problem("denied", ["video"], fault("NotAllowedError", "Permission denied by system")).sentence,
      /^Your system/,
    );
  });
});

describe("asking", () => {
  it("is not repeated when a person said no, who may then choose one of the two", async () => {
    const side = new Side();
    side.devices.answers = ["later"];
    const started = side.start();
    await side.clock.pass(HUMAN_MS);
    side.devices.pending[0].deny(fault("NotAllowedError"));
    await started;
    const { problem: told, mic, cam } = side.state;
    assert.deepEqual(
      [told.code, told.offers, side.devices.asked.length, mic, cam],
      ["denied", ["audio", "video"], 1, false, false],
    );
    await side.call.setMic(true);
    assert.deepEqual([side.state.mic, side.state.problem], [true, null]);
  });

  for (const [name, code] of [
    ["NotAllowedError", "denied"],
    ["AbortError", "aborted"],
    ["OverconstrainedError", "constraints"],
    ["SecurityError", "insecure"],
    ["Error", "unknown"],
  ]) {
    it(`goes on with the one that comes when the other does not: ${name}`, async () => {
      for (const [missing, word] of [
        ["video", "camera"],
        ["audio", "microphone"],
      ]) {
        const devices = new Devices();
        const real = devices.getUserMedia;
        devices.getUserMedia = function (wanted) {
          if (wanted[missing]) this.answers = [name];
          return real.call(this, wanted);
        };
        const { problem: told, mic, cam } = await asking([], { devices });
        assert.deepEqual(
          [mic, cam, told.code, told.kinds],
          [missing !== "audio", missing !== "video", code, [missing]],
        );
        assert.match(told.sentence, new RegExp(`${word}.*\\. They (hear|see) you but`));
        assert.ok(told.way);
      }
    });
  }

  it("says what stands in the way of each when it is not the same", async () => {
    const devices = new Devices();
    devices.getUserMedia = ({ video }) => Promise.reject(fault(video ? "NotAllowedError" : "NotFoundError"));
    const { problem: told } = await asking([], { devices });
    assert.equal(told.sentence, "Your browser keeps your camera from Whimsy. No microphone was found.");
  });

  it("goes on without the camera when there is none, and says so", async () => {
    const { problem: told, asked, mic, cam } = await asking(["NotFoundError", "ok"]);
    assert.deepEqual([asked, mic, cam, told.code], [["audio,video", "audio"], true, false, "missing"]);
    assert.equal(told.sentence, "No camera was found. They hear you but do not see you.");
  });

  it("goes on without the microphone when there is none, and says so", async () => {
    const { problem: told, mic, cam } = await asking(["NotFoundError", "NotFoundError", "ok"]);
    assert.deepEqual([mic, cam], [false, true]);
    assert.equal(told.sentence, "No microphone was found. They see you but do not hear you.");
  });

  it("goes on with what is free when the other is busy", async () => {
    const { problem: told, mic, cam } = await asking(["NotReadableError", "ok"]);
    assert.deepEqual([mic, cam, told.code], [true, false, "busy"]);
  });

  it("ends when there is neither", async () => {
    const { problem: told, asked } = await asking(["NotFoundError", "NotFoundError", "NotFoundError"]);
    assert.deepEqual([told.sentence, asked.length], ["No camera and microphone was found.", 3]);
  });

  it("asks for less, once, when too much was asked for", async () => {
    const devices = new Devices();
    const { problem: told, cam } = await asking(["OverconstrainedError"], { devices });
    assert.deepEqual([told, cam, devices.asked[1]], [null, true, BOTH]);
    const always = await asking(Array(6).fill("OverconstrainedError"));
    assert.deepEqual([always.problem.code, always.asked.length], ["constraints", 6]);
  });

  it("is repeated once when it was aborted", async () => {
    const once = await asking(["AbortError"]);
    assert.deepEqual([once.problem, once.cam], [null, true]);
    const always = await asking(Array(6).fill("AbortError"));
    assert.deepEqual([always.problem.code, always.asked.length], ["aborted", 6]);
  });

  it("is not possible on an insecure page", async () => {
    const { problem: told } = await asking([], { devices: null });
    assert.equal(told.code, "insecure");
  });

  it("speaks up when nobody answers for twenty seconds, and still takes the answer", async () => {
    const side = new Side();
    side.devices.answers = ["later"];
    side.start();
    await side.clock.pass(19_900);
    assert.equal(side.state.problem, null);
    await side.clock.pass(200);
    assert.equal(side.state.problem.code, "ignored");
    side.devices.pending[0].allow();
    await settle();
    assert.deepEqual([side.state.problem, side.state.cam], [null, true]);
    const quick = new Side();
    await quick.start();
    await quick.clock.pass(21_000);
    assert.equal(quick.state.problem, null);
  });
});
