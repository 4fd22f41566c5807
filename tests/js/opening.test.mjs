import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countdown } from "../../whimsy/components/countdown/countdown_core.js";
import { moment } from "../../whimsy/components/opening/opening_core.js";

describe("the countdown", () => {
  const told = {
    0: "0 seconds",
    1: "1 second",
    59: "59 seconds",
    60: "1 minute",
    119: "1 minute",
    3599: "59 minutes",
    3600: "1 hour",
    8040: "2 hours 14 minutes",
    86399: "23 hours 59 minutes",
    86400: "1 day",
    273600: "3 days 4 hours",
  };
  for (const [seconds, words] of Object.entries(told))
    it(`says ${words}`, () => assert.equal(countdown(Number(seconds)), words));
});

describe("the moment", () => {
  const now = new Date(2026, 10, 27, 22, 30).getTime(); // a Friday
  const at = (day, hour, late = 0, how = {}) =>
    moment((new Date(2026, 10, day, hour).getTime() - now) / 1000 + late, now, { locale: "en-GB", ...how });

  it("is today, tomorrow, or a day of the week", () => {
    assert.equal(at(27, 23), "today at 23:00");
    assert.equal(at(28, 0), "tomorrow at 0:00");
    assert.equal(at(29, 20), "on Sunday at 20:00");
    assert.equal(at(34, 20), "on Friday at 20:00");
    assert.equal(at(27, 23, 0, { today: "" }), "23:00");
    for (const late of [-1, 2]) assert.equal(at(28, 0, late), "tomorrow at 0:00");
  });
});
