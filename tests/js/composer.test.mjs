import assert from "node:assert/strict";
import { it } from "node:test";
import { length, MOST, quietUntil, tooLong } from "../../whimsy/components/composer/length.js";
import { pulse } from "../../whimsy/components/composer/pulse.js";

const LONGEST = 500;

it("says the limit that is set", () => {
  assert.match(tooLong(80), / 80 characters/);
  assert.equal(quietUntil(80), 72);
});

it("counts as a person counts, near the limit", () => {
  assert.equal(length("  hi ", LONGEST), 2);
  assert.equal(length("👨‍👩‍👧‍👦".repeat(LONGEST), LONGEST), LONGEST);
  assert.equal(length("é".repeat(300), LONGEST), 300);
});

it("tells typing at the first key and then at most every two seconds", () => {
  let now = 0;
  const due = pulse(() => now);
  const told = [];
  for (; now <= 5_000; now += 100) if (due()) told.push(now);
  assert.deepEqual(told, [0, 2_000, 4_000]);
});

it("counts far beyond the limit only so far that it is quick", () => {
  assert.equal(length("a".repeat(2 * LONGEST), LONGEST), 2 * LONGEST);
  assert.equal(length("a".repeat(MOST), LONGEST), MOST);
  assert.ok(length("👨‍👩‍👧‍👦".repeat(10_000), LONGEST) > LONGEST);
});
