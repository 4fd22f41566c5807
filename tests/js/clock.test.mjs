import assert from "node:assert/strict";
import { it } from "node:test";
import { dayLabel, untilMidnight } from "../../whimsy/components/transcript/clock.js";

const noon = new Date(2024, 4, 15, 12).getTime();

it("names today, yesterday, and other days whole", () => {
  assert.equal(dayLabel(new Date(2024, 4, 15, 0, 0, 1).getTime(), noon), "Today");
  assert.equal(dayLabel(new Date(2024, 4, 14, 23, 59).getTime(), noon), "Yesterday");
  assert.match(dayLabel(new Date(2024, 4, 13, 12).getTime(), noon, "en"), /May 13, 2024/);
});

it("waits until the reader's midnight, and never not at all", () => {
  assert.equal(untilMidnight(noon), 12 * 3_600_000);
  assert.equal(untilMidnight(new Date(2024, 4, 15, 23, 59, 59, 900).getTime()), 1_000);
});
