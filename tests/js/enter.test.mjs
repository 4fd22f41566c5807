import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { enter, unbroken } from "../../whimsy/components/composer/enter.js";

const key = (more) => ({ key: "Enter", keyCode: 13, shiftKey: false, isComposing: false, ...more });
const change = (inputType, more) => ({ inputType, data: null, cancelable: true, ...more });
const phone = () => enter(() => true);
const desktop = () => enter(() => false);

describe("a keyboard of keys", () => {
  it("sends with Enter and breaks a line with Shift+Enter", () => {
    for (const heard of [phone(), desktop()]) {
      assert.ok(heard.keyDown(key()));
      assert.ok(!heard.keyDown(key({ shiftKey: true })));
      assert.ok(!heard.beforeInput(change("insertLineBreak")));
      assert.ok(!heard.input(change("insertLineBreak")));
      assert.ok(heard.keyDown(key()));
    }
  });

  it("breaks a line with Shift+Enter while a word is composed, on a tablet too", () => {
    const heard = phone();
    assert.ok(!heard.keyDown(key({ shiftKey: true, isComposing: true, keyCode: 229 })));
    assert.ok(!heard.beforeInput(change("insertLineBreak")));
    assert.ok(!heard.input(change("insertLineBreak")));
  });

  it("only accepts a word with the Enter of an input method", () => {
    for (const heard of [phone(), desktop()]) {
      assert.ok(!heard.keyDown(key({ isComposing: true })));
      assert.ok(!heard.keyDown(key({ keyCode: 229 })));
      assert.ok(!heard.beforeInput(change("insertCompositionText", { data: "日本語", cancelable: false })));
      assert.ok(!heard.input(change("insertCompositionText", { data: "日本語" })));
    }
    assert.ok(!desktop().beforeInput(change("insertLineBreak")));
    assert.ok(!desktop().input(change("insertLineBreak")));
  });
});

describe("a keyboard on the screen", () => {
  const orders = {
    "Gboard, a word open": [key({ isComposing: true }), change("insertLineBreak")],
    "Gboard, 229": [key({ isComposing: true, keyCode: 229 }), change("insertParagraph")],
    "Samsung, no name of the key": [key({ key: "Unidentified", keyCode: 229 }), change("insertLineBreak")],
    "a line typed as text": [key({ key: "Unidentified", keyCode: 229 }), change("insertText", { data: "\n" })],
    "no key at all": [null, change("insertParagraph")],
  };
  for (const [name, [pressed, changed]] of Object.entries(orders))
    it(`sends once: ${name}`, () => {
      const heard = phone();
      if (pressed) assert.ok(!heard.keyDown(pressed));
      assert.ok(heard.beforeInput(changed));
    });

  it("sends when the line could not be held up", () => {
    const heard = phone();
    assert.ok(!heard.beforeInput(change("insertCompositionText", { data: "hello\n", cancelable: false })));
    assert.ok(heard.input(change("insertCompositionText", { data: "hello\n" })));
    assert.ok(!heard.beforeInput(change("insertLineBreak", { cancelable: false })));
    assert.ok(heard.input(change("insertLineBreak")));
    assert.equal(unbroken("hello\n world", 6), "hello world");
    assert.equal(unbroken("hello", 5), "hello");
  });

  it("does not take a pasted list, nor a swiped word, for Enter", () => {
    const heard = phone();
    for (const changed of [
      change("insertFromPaste", { data: "a\nb\n" }),
      change("insertText", { data: "one\ntwo" }),
      change("insertCompositionText", { data: "hello " }),
      change("insertReplacementText", { data: "\n" }),
    ]) {
      assert.ok(!heard.beforeInput(changed));
      assert.ok(!heard.input(changed));
    }
  });

  it("forgets a Shift that was for a letter", () => {
    const heard = phone();
    heard.keyDown(key({ key: "A", keyCode: 65, shiftKey: true }));
    heard.beforeInput(change("insertText", { data: "A" }));
    assert.ok(heard.beforeInput(change("insertLineBreak")));
  });
});
