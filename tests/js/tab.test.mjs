import assert from "node:assert/strict";
import { it } from "node:test";
import { count, icon, NOBODY, title } from "../../whimsy/components/tab/tab_core.js";

const line = (seq, change) => ({ seq, kind: "text", mine: false, code: "", ...change });
const look = (held, lines, unseen, room = "a") => count(held, { room, lines, unseen });

it("counts the stranger's words that came while nobody looked, once", () => {
  let held = look(NOBODY, [line(1), line(2)], false);
  held = look(held, [line(2), line(3), line(4, { mine: true })], true);
  held = look(held, [line(3), line(4, { mine: true }), line(5)], true);
  assert.equal(held.unread, 2);
  assert.equal(look(held, [line(5)], false).unread, 0);
});

it("counts that somebody was found", () => {
  const held = look(look(NOBODY, [], true, ""), [line(1, { kind: "system", code: "connected" })], true);
  assert.deepEqual([held.unread, held.found], [1, true]);
  assert.equal(look(held, [line(1), line(2)], true).found, true);
  assert.equal(look(held, [line(1), line(2)], false).found, false);
});

it("writes it in the title and on the icon", () => {
  assert.deepEqual([title(0, false), title(3, false)], ["Whimsy", "(3) Whimsy"]);
  assert.equal(title(1, true), "(1) Someone is here");
  const circles = (phase, unread) => decodeURIComponent(icon(phase, unread)).match(/<circle/g).length;
  assert.deepEqual([circles("idle", 0), circles("chatting", 0), circles("chatting", 3)], [1, 2, 1]);
  assert.match(decodeURIComponent(icon("chatting", 12)), />9\+</);
});
