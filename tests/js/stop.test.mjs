import assert from "node:assert/strict";
import { it } from "node:test";
import { enter, label, press, REST } from "../../whimsy/components/stop/stop_core.js";

const chatting = enter(REST, "chatting", 0);

it("asks before it leaves", () => {
  const [asked, nothing] = press(chatting, 1_000);
  assert.deepEqual([nothing, label(asked, 1_000)], ["", "Really?"]);
  assert.equal(press(asked, 2_000)[1], "leave");
});

it("takes the question back after three seconds", () => {
  const [asked] = press(chatting, 1_000);
  assert.equal(label(asked, 4_000), "Stop");
  assert.equal(press(asked, 4_000)[1], "");
});

it("leaves once, while the server has not yet answered", () => {
  const [left] = press(press(chatting, 0)[0], 100);
  assert.equal(press(left, 200)[1], "");
});

it("becomes New when it is over", () => {
  const ended = enter(chatting, "ended", 5_000);
  assert.equal(label(ended, 6_000), "New");
  assert.equal(press(ended, 6_000)[1], "next");
});

it("is not New under a finger that meant Stop", () => {
  assert.equal(press(enter(chatting, "ended", 5_000), 5_100)[1], "");
});

it("is New at once for who left on purpose: Esc, Esc, Esc", () => {
  const [left] = press(press(chatting, 0)[0], 100);
  assert.equal(press(enter(left, "ended", 150), 200)[1], "next");
});

it("cancels a search", () => {
  const searching = enter(REST, "searching", 0);
  assert.deepEqual([press(searching, 1)[1], label(searching, 1)], ["cancel", "Stop searching"]);
});

it("forgets the question when the phase changes", () => {
  const [asked] = press(chatting, 0);
  assert.equal(label(enter(enter(asked, "ended", 10), "chatting", 20), 30), "Stop");
});
