import assert from "node:assert/strict";
import test from "node:test";
import { halvesOf } from "../../whimsy/components/reunion/reunion_core.js";
import { fold, isOver, words } from "../../whimsy/components/transcript/transcript_core.js";

const half = (name, until) => ({ half: name, met: 100, until });

test("the newest comes first, and what is over is left out", () => {
  const kept = JSON.stringify([half("old", 1000), half("over", 200), half("new", 1000)]);
  assert.deepEqual(
    halvesOf(kept, 500).map((one) => one.half),
    ["new", "old"],
  );
});

test("whatever was kept does no harm", () => {
  for (const kept of ["", "x", "{}", "null", "[1,null,{}]", '[{"half":7}]']) assert.deepEqual(halvesOf(kept, 1), []);
});

test("a wish of both after the end leaves the chat ended", () => {
  const line = (seq, code, more = {}) => ({ seq, at: seq, kind: "system", code, ...more });
  const lines = [line(1, "connected"), line(2, "left"), line(3, "again")];
  assert.ok(isOver(lines));
  assert.equal(fold(lines, "", () => "")[0].text, "You met a stranger.");
  assert.match(words(lines[2]), /meet again/);
});
