import assert from "node:assert/strict";
import { it } from "node:test";
import { isBusy, SECONDS, tick } from "../../whimsy/components/auto_next/auto_next_core.js";

const seen = (change) => ({ hidden: false, draft: "", touched: -Infinity, beneath: 0, now: 10_000, ...change });

it("counts down to nothing, and stands still while the visitor is busy", () => {
  let left = SECONDS;
  for (let i = 0; i < 3; i++) left = tick(left, false);
  assert.equal(tick(left, true), left);
  for (let i = 0; i < 9; i++) left = tick(left, false);
  assert.equal(left, 0);
});

it("takes for busy who is in another tab, writes, scrolls, presses, or reads further up", () => {
  assert.equal(isBusy(seen({})), false);
  for (const change of [{ hidden: true }, { draft: "wait" }, { touched: 7_500 }, { beneath: 200 }])
    assert.equal(isBusy(seen(change)), true, JSON.stringify(change));
  assert.equal(isBusy(seen({ touched: 7_000, beneath: 40 })), false);
});
