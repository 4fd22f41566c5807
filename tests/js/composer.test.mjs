import assert from "node:assert/strict";
import { it } from "node:test";
import { length, LONGEST, MOST } from "../../whimsy/components/composer/length.js";
import { pulse } from "../../whimsy/components/composer/pulse.js";

it("counts as a person counts, near the limit", () => {
  assert.equal(length("  hi "), 2);
  assert.equal(length("👨‍👩‍👧‍👦".repeat(LONGEST)), LONGEST);
  assert.equal(length("é".repeat(300)), 300);
});

it("tells typing at the first key and then at most every two seconds", () => {
  let now = 0;
  const due = pulse(() => now);
  const told = [];
  for (; now <= 5_000; now += 100) if (due()) told.push(now);
  assert.deepEqual(told, [0, 2_000, 4_000]);
});

it("counts far beyond the limit only so far that it is quick", () => {
  assert.equal(length("a".repeat(2 * LONGEST)), 2 * LONGEST);
  assert.equal(length("a".repeat(MOST)), MOST);
  assert.ok(length("👨‍👩‍👧‍👦".repeat(10_000)) > LONGEST);
});
