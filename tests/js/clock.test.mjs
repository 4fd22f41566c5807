import assert from "node:assert/strict";
import { it } from "node:test";
import { dayLabel, here, tell, untilMidnight } from "../../whimsy/components/transcript/clock.js";

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

it("goes by the server's clock, whatever the browser's says; a late or an old word changes nothing", () => {
  tell(undefined, 0);
  tell(noon, 5_000); // as the page opened
  assert.equal(here(6_000), noon + 1_000);
  tell(noon + 500, 7_000); // 1.5 s on its way
  tell(noon, 60_000); // shown again after a look at another page
  assert.equal(here(61_000), noon + 56_000);
  tell(noon + 3_600_000, 61_000); // the machine slept an hour, and its ticks with it
  assert.equal(here(61_000), noon + 3_600_000);
});
