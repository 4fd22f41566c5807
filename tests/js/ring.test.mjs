import assert from "node:assert/strict";
import { it } from "node:test";
import { rings, sentence, tones } from "../../whimsy/components/ring/ring_core.js";

it("rings twice for somebody found, and once for words", () => {
  assert.deepEqual([tones("found").length, tones("said").length], [2, 1]);
  assert.ok(tones("found")[1].at > 0);
});

it("rings for every match, and for words at most every five seconds", () => {
  assert.equal(rings("found", 1_000, 1_001), true);
  assert.equal(rings("said", 1_000, 5_999), false);
  assert.equal(rings("said", 1_000, 6_000), true);
  assert.equal(rings("said", -Infinity, 0), true);
});

it("tells what was chosen, and no more than the browser allows", () => {
  assert.equal(sentence(false, "granted", true), "");
  for (const audible of [true, false]) {
    assert.match(sentence(true, "granted", audible), /notification/);
    for (const no of ["denied", "default", "none"]) assert.doesNotMatch(sentence(true, no, audible), /notification/);
  }
  assert.match(sentence(true, "none", false), /can’t ring/);
});
