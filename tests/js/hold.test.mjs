import assert from "node:assert/strict";
import { it } from "node:test";
import { Hold } from "../../whimsy/components/wire/hold_core.js";

const PHASE = { state: "chat", field: "phase_rx_state_" };
const update = (chat, others = {}) => ({ ...others, chat });
const phase = (value, more = {}) => ({ phase_rx_state_: value, ...more });
const passed = (hold, delta) => (hold.pass(delta), delta);

it("lets everything through as long as nobody is loading", () => {
  const delta = update(phase("chatting", { room: "a" }), { online: { count: 3 } });
  assert.deepEqual(passed(new Hold(PHASE), structuredClone(delta)), delta);
});

it("shows the loading page nothing new until it is known where it is", () => {
  const hold = new Hold(PHASE);
  assert.deepEqual(passed(hold, update(phase("loading", { room: "", away: false }), { online: { count: 0 } })), {});
  const shown = passed(hold, update(phase("chatting", { room: "a" })));
  assert.deepEqual(shown, update(phase("chatting", { room: "a", away: false }), { online: { count: 0 } }));
});

it("does not take back what came while loading", () => {
  const hold = new Hold(PHASE);
  hold.pass(update(phase("loading", { notice: "" }), { online: { count: 0 } }));
  assert.deepEqual(passed(hold, { online: { count: 7 } }), { online: { count: 7 } });
  assert.deepEqual(passed(hold, update({ notice: "soon" })), update({ notice: "soon" }));
  const shown = passed(hold, update(phase("idle")));
  assert.deepEqual(shown, update(phase("idle", { notice: "soon" }), { online: { count: 7 } }));
});

it("takes a second loading over the first, and updates without a delta", () => {
  const hold = new Hold(PHASE);
  hold.pass(undefined);
  hold.pass(update(phase("loading", { room: "", notice: "x" })));
  hold.pass(update(phase("loading", { room: "" })));
  assert.deepEqual(passed(hold, update(phase("idle"))), update(phase("idle", { room: "", notice: "x" })));
});
