import assert from "node:assert/strict";
import { it } from "node:test";
import { linkTo, tokenOf } from "../../whimsy/components/invitation/invitation_core.js";

it("reads the token that a link carries, and nothing else", () => {
  const token = "WyJhYmMiLCJ0ZXh0Il0.c2lnbmF0dXJl-_";
  assert.equal(tokenOf(new URL(linkTo("https://whimsy.example", token)).hash), token);
  for (const fragment of [
    "",
    "#",
    "#meet=",
    "#meet=short",
    `#meet=${token}&more`,
    `#met=${token}`,
    `#meet=${"a".repeat(301)}`,
  ])
    assert.equal(tokenOf(fragment), "", fragment);
});
