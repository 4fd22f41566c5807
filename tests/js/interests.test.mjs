import assert from "node:assert/strict";
import { it } from "node:test";
import { finish, split } from "../../whimsy/components/interests/interests_core.js";

it("finishes a word at its comma and goes on with the rest", () => {
  assert.deepEqual(split("jazz, cl"), { ready: "jazz", rest: "cl" });
  assert.deepEqual(split("late trains"), { ready: "", rest: "late trains" });
  assert.deepEqual(split("爵士，"), { ready: "爵士", rest: "" });
  assert.deepEqual(split("جاز، قط"), { ready: "جاز", rest: "قط" });
});

it("takes everything when the field is left", () => {
  assert.equal(finish(" jazz ,, late trains\ncats "), "jazz,late trains,cats");
  assert.equal(finish("  "), "");
});
