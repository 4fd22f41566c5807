import assert from "node:assert/strict";
import { it } from "node:test";
import { announced, disturbs, goesOn, other, outdated, tried } from "../../whimsy/components/wire/build_core.js";

const MINUTE = 60_000;
const look = (change) => outdated({ mine: "a", served: "b", before: null, now: 1_000, ...change });

it("reloads when the server serves another build, and only then", () => {
  assert.equal(look(), true);
  assert.equal(look({ served: "a" }), false);
});

it("does nothing where builds have no names", () => {
  assert.equal(look({ mine: "" }), false);
  assert.equal(look({ served: "" }), false);
  assert.equal(look({ served: undefined }), false);
});

it("reloads once for each build of the server's", () => {
  const before = tried({ served: "b", before: null, now: 1_000 });
  assert.equal(look({ before, now: 1_001 }), false);
  assert.equal(look({ before, served: "c", now: 1_001 }), true);
});

it("tries again a minute later, at most three times: the first may have met a process not yet restarted", () => {
  let before = null;
  let reloads = 0;
  for (let now = 0; now < 60 * MINUTE; now += 500) {
    if (!look({ before, now })) continue;
    before = tried({ served: "b", before, now });
    reloads += 1;
  }
  assert.equal(reloads, 3);
});

it("does not wait for a clock that was set back to come round again", () => {
  const before = tried({ served: "b", before: null, now: 60 * MINUTE });
  assert.equal(look({ before, now: 60 * MINUTE - 1_000 }), false);
  assert.equal(look({ before, now: MINUTE }), true);
});

it("disturbs nobody in a call, nor who looks at words not sent", () => {
  assert.equal(disturbs({ picture: true, draft: "", hidden: true }), true);
  assert.equal(disturbs({ picture: false, draft: "hi", hidden: false }), true);
  assert.equal(disturbs({ picture: false, draft: "hi", hidden: true }), false);
  assert.equal(disturbs({ picture: false, draft: "", hidden: false }), false);
});

it("takes nobody's half-written report away, whether they look or not", () => {
  assert.equal(disturbs({ picture: null, words: true, draft: "", hidden: true }), true);
});

it("reloads once for a missing part, as for another build, and never where builds have no names", () => {
  const look = (before, now) => outdated({ mine: "a", served: other("a"), before, now });
  assert.equal(look(null, 1_000), true);
  assert.equal(look(tried({ served: other("a"), before: null, now: 1_000 }), 1_500), false);
  assert.equal(outdated({ mine: "", served: other(""), before: null, now: 1_000 }), false);
});

it("leaves a chat alone that can be read, written in and left, whatever else is missing", () => {
  const whole = { chatting: {}, log: {}, field: {}, stop: {} };
  assert.equal(goesOn(whole), true);
  for (const part of Object.keys(whole)) assert.equal(goesOn({ ...whole, [part]: null }), false, part);
});

it("says what it waits for", () => {
  const say = (change) => announced({ newer: false, missing: false, stays: false, forgets: false, ...change });
  assert.equal(say({}), "");
  assert.match(say({ newer: true, stays: true }), /newer version.*in a moment/);
  assert.match(say({ missing: true }), /did not arrive.*in a moment/);
  assert.match(say({ missing: true, stays: true }), /did not arrive.*when your chat is over/);
  assert.match(say({ missing: true, forgets: true }), /Reload this page when/);
  assert.match(say({ newer: true, missing: true, stays: true }), /newer version.*in a moment/);
});
