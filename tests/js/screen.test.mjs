import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { FRESH, isHit, learn, veilOf } from "../../whimsy/components/screen/screen_core.js";
import { shared } from "../../whimsy/components/screen/shared.js";
import { EVERY_MS, watch } from "../../whimsy/components/screen/watch.js";

const classes = (of) =>
  ["Drawing", "Hentai", "Neutral", "Porn", "Sexy"].map((className) => ({ className, probability: of[className] ?? 0 }));
const NAKED = classes({ Porn: 0.9, Sexy: 0.1 });
const DRESSED = classes({ Neutral: 0.8, Sexy: 0.2 });

describe("a glance", () => {
  it("finds nudity, in either class or both together, and little else", () => {
    assert.ok(isHit(NAKED));
    assert.ok(isHit(classes({ Porn: 0.4, Hentai: 0.35 })));
    assert.ok(!isHit(DRESSED));
    assert.ok(!isHit(classes({ Sexy: 1 })), "a bare shoulder is none");
    assert.ok(!isHit(classes({ Porn: 0.5, Neutral: 0.5 })));
  });
});

describe("what is known", () => {
  const after = (...all) => all.reduce(learn, FRESH);

  it("holds a picture back until there was a look at it", () => {
    assert.equal(veilOf(FRESH, { lifted: true }), "checking");
    assert.equal(veilOf(after("calm"), { lifted: true }), "");
  });

  it("says nothing while nobody wants to see it, unless it is a hit", () => {
    assert.equal(veilOf(FRESH, { lifted: false }), "");
    assert.equal(veilOf(after("hit"), { lifted: false }), "hit");
  });

  it("blurs again on a hit, and dressing again changes nothing", () => {
    assert.equal(veilOf(after("calm", "hit"), { lifted: true }), "hit");
    assert.equal(veilOf(after("calm", "hit", "calm", "failed", "late"), { lifted: true }), "hit");
  });

  it("is no longer known when the camera was off meanwhile", () => {
    assert.equal(veilOf(after("calm", "again"), { lifted: true }), "checking");
    assert.equal(veilOf(after("hit", "again"), { lifted: true }), "hit");
    assert.equal(veilOf(after("failed", "again"), { lifted: true }), "");
  });

  it("is for the visitor to overrule", () => {
    assert.equal(veilOf(after("hit", "overrule"), { lifted: true }), "");
    assert.equal(veilOf(after("hit", "overrule", "hit"), { lifted: true }), "");
  });

  it("never blocks: failed or late, the picture is shown", () => {
    assert.equal(veilOf(after("failed"), { lifted: true }), "");
    assert.equal(veilOf(after("late"), { lifted: true }), "");
    assert.equal(veilOf(after("late", "hit"), { lifted: true }), "hit", "late is not never");
  });

  it("is forgotten with the room", () => {
    assert.equal(after("hit", "overrule", "fresh"), FRESH);
  });
});

/** A device with a clock of its own and a worker that answers when told to. */
function device({ frames = () => "frame", hire } = {}) {
  const made = { now: 0, waits: [], told: [], given: [], terminated: 0, worker: null };
  made.end = watch({
    hire:
      hire ??
      (() => {
        made.worker = { postMessage: (frame) => made.given.push(frame), terminate: () => made.terminated++ };
        return made.worker;
      }),
    look: frames,
    tell: (what) => made.told.push(what),
    wait: (run, ms) => made.waits.push({ run, ms }),
    forget: () => {},
    now: () => made.now,
  });
  made.answer = (data, took = 0) => ((made.now += took), made.worker.onmessage({ data }));
  made.next = () => made.waits.shift().run();
  return made;
}

describe("watching", () => {
  it("looks, says what it saw, and looks again after a while", () => {
    const it = device();
    it.answer({ classes: DRESSED }, 100);
    assert.equal(it.waits[0].ms, EVERY_MS);
    it.next();
    it.answer({ classes: NAKED });
    assert.deepEqual(it.told, ["calm", "hit"]);
    assert.equal(it.given.length, 2);
  });

  it("leaves a slow device in peace", () => {
    const it = device();
    it.answer({ classes: DRESSED }, 3_000);
    assert.equal(it.waits[0].ms, 12_000);
  });

  it("waits for a picture", () => {
    let frame = null;
    const it = device({ frames: () => frame });
    assert.equal(it.given.length, 0);
    frame = "frame";
    it.next();
    assert.equal(it.given.length, 1);
  });

  for (const [name, break_] of [
    ["the model does not load", (it) => it.answer({ failed: true })],
    ["the worker does not start", (it) => it.worker.onerror({ preventDefault() {} })],
  ])
    it(`ends for good when ${name}`, () => {
      const made = device();
      break_(made);
      made.answer({ classes: NAKED });
      assert.deepEqual(made.told, ["failed"]);
      assert.equal(made.terminated, 1);
    });

  it("ends for good when there are no workers, or no frames can be had", () => {
    const none = () => {
      throw new Error("no");
    };
    assert.deepEqual(device({ hire: none }).told, ["failed"]);
    assert.deepEqual(device({ frames: none }).told, ["failed"]);
  });

  it("says nothing after its end", () => {
    const it = device();
    it.end();
    it.answer({ classes: NAKED });
    assert.deepEqual(it.told, []);
    assert.equal(it.terminated, 1);
  });
});

describe("a shared worker", () => {
  let workers;
  let hire;
  const heard = (holder, into) => ((holder.onmessage = ({ data }) => into.push(data)), holder);

  beforeEach(() => {
    workers = [];
    hire = shared(() => {
      const worker = {
        frames: [],
        postMessage: (frame) => worker.frames.push(frame),
        terminate: () => (worker.gone = true),
      };
      workers.push(worker);
      return worker;
    });
  });

  it("answers each who asked, in their order", () => {
    const [own, theirs] = [[], []];
    const [one, two] = [heard(hire(), own), heard(hire(), theirs)];
    two.postMessage("b");
    one.postMessage("a");
    assert.deepEqual([workers.length, workers[0].frames], [1, ["b", "a"]]);
    workers[0].onmessage({ data: "of b" });
    workers[0].onmessage({ data: "of a" });
    assert.deepEqual([own, theirs], [["of a"], ["of b"]]);
  });

  it("gives nobody the answer to who has left", () => {
    const theirs = [];
    const [one, two] = [hire(), heard(hire(), theirs)];
    one.postMessage("a");
    one.terminate();
    two.postMessage("b");
    workers[0].onmessage({ data: "of a" });
    assert.deepEqual(theirs, []);
    workers[0].onmessage({ data: "of b" });
    assert.deepEqual(theirs, ["of b"]);
  });

  it("ends with the last, and begins anew", () => {
    const [one, two] = [hire(), hire()];
    one.terminate();
    assert.equal(workers[0].gone, undefined);
    two.terminate();
    two.terminate();
    assert.equal(workers[0].gone, true);
    hire().postMessage("again");
    assert.deepEqual(workers[1].frames, ["again"]);
  });

  it("tells all that it failed", () => {
    let told = 0;
    for (const holder of [hire(), hire()]) holder.onerror = () => (holder.terminate(), (told += 1));
    workers[0].onerror({});
    assert.deepEqual([told, workers[0].gone], [2, true]);
  });
});
