import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "../../whimsy/components/wire/recent_core.js";

const PLACE = { state: "chat", field: "lines" };
const line = (seq) => ({ seq, text: `line ${seq}` });
const delta = (...seqs) => ({
  chat: { lines: { room: "r", n: seqs.at(-1), lines: seqs.map(line) }, phase: "chatting" },
});
const seqs = ({ chat }) => chat.lines.lines.map(({ seq }) => seq);

function pass(recent, said) {
  recent.pass(said);
  return said;
}

test("a window repeats the lines before it, so that one which was never drawn is not missed", () => {
  const recent = new Recent(PLACE);
  pass(recent, delta(1));
  pass(recent, delta(2));
  const third = pass(recent, delta(3));
  assert.deepEqual(seqs(third), [1, 2, 3]);
  assert.equal(third.chat.phase, "chatting");
  assert.deepEqual(seqs(pass(recent, delta(3))), [1, 2, 3]);
});

test("another room, or the whole transcript, begins anew, and old lines are let go", () => {
  const recent = new Recent(PLACE);
  pass(recent, delta(1));
  const other = delta(1);
  other.chat.lines.room = "s";
  assert.deepEqual(seqs(pass(recent, other)), [1]);
  const whole = delta(4, 5);
  whole.chat.lines = { ...whole.chat.lines, room: "s", full: true };
  assert.deepEqual(seqs(pass(recent, whole)), [4, 5]);
  for (let seq = 6; seq < 100; seq += 1) pass(recent, { chat: { lines: { room: "s", lines: [line(seq)] } } });
  const last = { chat: { lines: { room: "s", lines: [line(100)] } } };
  assert.equal(seqs(pass(recent, last)).length, 33);
});

test("what is no window of lines passes as it is", () => {
  const recent = new Recent(PLACE);
  for (const said of [undefined, {}, { chat: {} }, { other: { lines: 1 } }]) {
    const before = structuredClone(said);
    assert.deepEqual(pass(recent, said), before);
  }
});
