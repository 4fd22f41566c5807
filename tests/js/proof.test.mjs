import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { hex, payload, search, sha256, steps } from "../../whimsy/components/proof/proof_core.js";
import { begin } from "../../whimsy/components/proof/work.js";

const digest = (text) => createHash("sha256").update(text).digest("hex");
const task = (number, maxnumber = 5_000) => ({
  algorithm: "SHA-256",
  salt: "abc?expires=1&",
  challenge: digest(`abc?expires=1&${number}`),
  maxnumber,
  signature: "s",
});

describe("our SHA-256", () => {
  it("is SHA-256, at every length around the ends of blocks", () => {
    for (let length = 0; length < 200; length++)
      assert.equal(hex(sha256("x".repeat(length))), digest("x".repeat(length)), `${length}`);
  });

  it("leaves nothing of one text in the next", () => {
    const state = new Uint32Array(8);
    const w = new Uint32Array(64);
    for (const text of ["a".repeat(130), "b", "", "c".repeat(64)])
      assert.equal(hex(sha256(text, state, w)), digest(text));
  });
});

describe("the task", () => {
  it("is solved, the first and the last number too", () => {
    for (const number of [0, 1, 1_999, 2_000, 5_000]) assert.equal(search(task(number), 0, 5_001), number);
  });

  it("ends with -1 when no number fits", () => {
    assert.equal(search(task(5_001), 0, 10_000), -1);
  });

  it("says how far it is, and ends with the number", () => {
    const all = steps(task(4_500), 2_000);
    assert.deepEqual(
      [all.next(), all.next(), all.next()],
      [
        { value: 2_000, done: false },
        { value: 4_000, done: false },
        { value: 4_500, done: true },
      ],
    );
  });

  it("goes back as ALTCHA packs it", () => {
    const { signature, challenge, salt, algorithm } = task(7);
    assert.deepEqual(JSON.parse(atob(payload(task(7), 7))), { signature, challenge, salt, algorithm, number: 7 });
  });
});

/** Tells what it is told, and waits for the end. */
function watch(challenge, hire) {
  const seen = { progress: [], stop: null };
  seen.end = new Promise((resolve) => {
    seen.stop = begin(challenge, hire, {
      onProgress: (done) => seen.progress.push(done),
      onFound: resolve,
      onFailed: () => resolve("failed"),
    });
  });
  return seen;
}

class FakeWorker {
  terminated = false;
  postMessage(data) {
    this.given = data;
  }
  terminate() {
    this.terminated = true;
  }
}

describe("the work", () => {
  it("is a worker's, who goes home after it", async () => {
    const worker = new FakeWorker();
    const seen = watch(task(3), () => worker);
    assert.equal(worker.given.challenge, task(3).challenge);
    worker.onmessage({ data: { tried: 2_500 } });
    worker.onmessage({ data: { number: 3 } });
    assert.equal(await seen.end, 3);
    assert.deepEqual(seen.progress, [0.5]);
    assert.ok(worker.terminated);
  });

  it("is done on the page where a worker cannot be had", async () => {
    const none = () => {
      throw new Error("no workers here");
    };
    assert.equal(await watch(task(4_321), none).end, 4_321);
  });

  it("is done on the page when the worker does not start", async () => {
    const worker = new FakeWorker();
    const seen = watch(task(4_321), () => worker);
    worker.onerror({ preventDefault() {} });
    assert.equal(await seen.end, 4_321);
    assert.ok(worker.terminated);
  });

  it("tells nothing after it was given up", async () => {
    const worker = new FakeWorker();
    const seen = watch(task(3), () => worker);
    seen.stop();
    assert.ok(worker.terminated);
    worker.onmessage({ data: { number: 3 } });
    assert.equal(await Promise.race([seen.end, new Promise((r) => setTimeout(r, 20, "quiet"))]), "quiet");
  });

  it("says when there is no such number", async () => {
    assert.equal(
      await watch(task(9_999, 3_000), () => {
        throw new Error();
      }).end,
      "failed",
    );
  });
});
