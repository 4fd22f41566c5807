// Captions of the visitor's own speech: by their browser alone, and only while somebody is to hear it.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { AGAIN_MS, Captions, SHOWN_MS } from "../../whimsy/components/captions/captions_core.js";
import { Clock, settle } from "./call_fakes.test.mjs";

let made, sent, clock, there, installs;
class Recognition {
  processLocally = false; // replaced below by one of the prototype, as in browsers
  static available = async (wanted) => (installs.push(["available", wanted]), there);
  static install = async (wanted) => (installs.push(["install", wanted]), true);
  constructor() {
    delete this.processLocally;
    made.push(this);
  }
  start(track) {
    this.track = track;
  }
  abort() {
    this.aborted = true;
  }
  say(...phrases) {
    const results = phrases.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal }));
    this.onresult?.({ resultIndex: 0, results });
  }
}
Recognition.prototype.processLocally = false;

const SOUND = { kind: "audio" };
const captions = (change) => {
  const it = new Captions({
    Recognition,
    language: "en-US",
    send: (room, text) => sent.push([room, text]),
    clock,
    ...change,
  });
  it.follow({ room: "r", track: SOUND });
  return it;
};

beforeEach(() => {
  [made, sent, installs] = [[], [], []];
  clock = new Clock();
  there = "available";
});

describe("captions of one's own", () => {
  it("are offered only where the browser makes them without anybody else", async () => {
    const able = (given) => captions(given).able;
    const Remote = Object.assign(() => {}, { available: async () => "available", prototype: {} });
    const Older = Object.assign(() => {}, { prototype: { processLocally: false } });
    const all = [{}, { Recognition: undefined }, { Recognition: Remote }, { Recognition: Older }];
    assert.deepEqual(all.map(able), [true, false, false, false]);
    assert.deepEqual([made, installs], [[], []], "nothing is asked before a press");
  });

  it("begin with a press, stay on the device, and are sent phrase by phrase", async () => {
    const it = captions();
    assert.equal(made.length, 0);
    await it.press();
    const [{ track, processLocally, lang, continuous, interimResults }] = made;
    assert.deepEqual([track, processLocally, lang, continuous, interimResults], [SOUND, true, "en-US", true, false]);
    made[0].say([" Hello there ", true], ["and", false], ["  ", true], ["x".repeat(400), true]);
    assert.deepEqual(sent, [
      ["r", "Hello there"],
      ["r", "x".repeat(300)],
    ]);
  });

  it("load first what is missing, and say so", async () => {
    there = "downloadable";
    const it = captions();
    const pressed = it.press();
    await settle();
    assert.deepEqual(installs.at(-1), ["install", { langs: ["en-US"], processLocally: true }]);
    await pressed;
    assert.deepEqual([it.state.note, made.length], ["", 1]);
  });

  it("say so where the browser has none for the language, or cannot get it", async (test) => {
    test.mock.method(Recognition, "install", async () => false);
    for (const [state, note] of [
      ["unavailable", /no captions/],
      ["downloadable", /could not get/],
    ]) {
      there = state;
      const it = captions();
      const pressed = it.press();
      it.follow({ room: "r", track: { kind: "audio" } });
      await pressed;
      assert.match(it.state.note, note);
      assert.deepEqual([it.state.on, made], [false, []]);
    }
    assert.deepEqual(
      installs,
      [["available", { langs: ["en-US"], processLocally: true }]].flatMap((one) => [one, one]),
    );
  });

  it("are not made while the microphone is off, nor after the call", async () => {
    const it = captions();
    await it.press();
    it.follow({ room: "r", track: null });
    made[0].say(["a secret", true]);
    assert.deepEqual([made[0].aborted, sent], [true, []]);
    it.follow({ room: "r", track: SOUND });
    assert.equal(made.length, 2);
    it.follow({ room: "", track: null });
    await clock.pass(10 * AGAIN_MS);
    assert.deepEqual([made.length, made[1].aborted], [2, true]);
  });

  it("go on when the browser ends them after a silence, and end with a press", async () => {
    const it = captions();
    await it.press();
    made[0].onerror({ error: "no-speech" });
    made[0].onend();
    await clock.pass(AGAIN_MS);
    assert.equal(made.length, 2);
    await it.press();
    await clock.pass(10 * AGAIN_MS);
    assert.deepEqual([made.length, made[1].aborted, it.state.on], [2, true, false]);
  });

  it("end with a sentence where the browser refuses", async () => {
    const it = captions();
    await it.press();
    made[0].onerror({ error: "not-allowed" });
    await clock.pass(10 * AGAIN_MS);
    assert.deepEqual([made.length, it.state.on, it.state.note !== ""], [1, false, true]);
  });
});

describe("a stranger's captions", () => {
  it("are shown for some seconds, two at most, and only those of this call", async () => {
    const it = captions();
    const shown = () => it.state.heard.map(({ text }) => text);
    for (const text of ["one", "two", "three"]) it.hear({ room: "r", text });
    it.hear({ room: "q", text: "of another" });
    assert.deepEqual(shown(), ["two", "three"]);
    await clock.pass(SHOWN_MS - 1);
    assert.deepEqual(shown(), ["two", "three"]);
    await clock.pass(1);
    assert.deepEqual(shown(), []);
    it.hear({ room: "r", text: "four" });
    it.follow({ room: "q", track: SOUND });
    assert.deepEqual(shown(), []);
  });
});
