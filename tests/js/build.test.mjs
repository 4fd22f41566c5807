import assert from "node:assert/strict";
import { it } from "node:test";
import { disturbs, outdated, tried } from "../../whimsy/components/wire/build_core.js";

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
