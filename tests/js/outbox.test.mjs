import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { Outbox, UNSENT } from "../../whimsy/components/composer/outbox_core.js";

class Storage extends Map {
  getItem = (key) => this.get(key) ?? null;
  setItem = (key, value) => void this.set(key, value);
  removeItem = (key) => void this.delete(key);
}

let store, now, box;
const open = (room = "a") => {
  let n = 0;
  const made = new Outbox({ store, now: () => now, nonce: () => `n${(n += 1)}-${now}` });
  made.open(room);
  return made;
};
const say = (text) => (box.type(text), box.send());
const mine = (...nonces) => ({ room: "a", lines: nonces.map((nonce) => ({ mine: true, nonce })) });

beforeEach(() => {
  store = new Storage();
  now = 1_000;
  box = open();
});

describe("sending", () => {
  it("clears the draft at once and keeps the message pending", () => {
    const message = say("  hi ");
    assert.equal(message.text, "hi");
    assert.equal(box.snapshot().draft, "");
    assert.deepEqual(
      box.snapshot().pending.map(({ nonce }) => nonce),
      [message.nonce],
    );
  });

  it("sends what the draft answers once, keeps it over a reload, and gives it back with a refusal", () => {
    box.answer({ seq: 4, text: "x".repeat(900), mine: false, at: 1 });
    assert.deepEqual(box.snapshot().to, { seq: 4, text: "x".repeat(200), mine: false });
    assert.equal(open().snapshot().to.seq, 4);
    const message = say("yes");
    assert.equal(message.to.seq, 4);
    assert.equal(box.snapshot().to, null);
    assert.equal(open().due()[0].to.seq, 4);
    box.refuse({ nonce: message.nonce, sentence: "No." });
    assert.equal(box.snapshot().to.seq, 4);
    box.close();
    assert.equal(box.snapshot().to, null);
  });

  it("sends nothing when there is nothing to say", () => {
    assert.equal(say(" \n "), null);
  });

  it("lets go of what the transcript shows", () => {
    const [one, two] = [say("one"), say("two")];
    box.acknowledge(mine(one.nonce));
    assert.deepEqual(
      box.snapshot().pending.map(({ text }) => text),
      ["two"],
    );
    box.acknowledge({ ...mine(two.nonce), room: "b" });
    assert.equal(box.snapshot().pending.length, 1);
  });

  it("is due at once when the server did not know yet whose page this is, and only that message", () => {
    const [one] = [say("one"), say("two")];
    assert.deepEqual(box.due(), []);
    box.untried(one.nonce);
    assert.deepEqual(
      box.due(true).map(({ text }) => text),
      ["one"],
    );
    assert.deepEqual(box.due(true), []);
  });

  it("is not let go by a stranger who uses the same nonce", () => {
    const { nonce } = say("one");
    box.acknowledge({ room: "a", lines: [{ mine: false, nonce }] });
    assert.equal(box.snapshot().pending.length, 1);
  });

  it("tells its listeners only of what changed", () => {
    let told = 0;
    const stop = box.subscribe(() => (told += 1));
    say("one");
    assert.equal(told, 2);
    const before = box.snapshot();
    box.acknowledge(mine("unknown"));
    box.refuse({ nonce: "unknown", sentence: "No." });
    assert.equal(box.snapshot(), before);
    stop();
    box.type("two");
    assert.equal(told, 2);
  });
});

describe("what is not accepted", () => {
  it("goes back before what is typed now, with the sentence", () => {
    const { nonce } = say("one");
    box.type("two");
    box.refuse({ nonce, sentence: "Slow down." });
    assert.equal(box.snapshot().draft, "one\ntwo");
    assert.equal(box.snapshot().note, "Slow down.");
    assert.equal(box.snapshot().pending.length, 0);
  });

  it("goes back once, however often the refusal is seen", () => {
    const { nonce } = say("one");
    box.refuse({ nonce, sentence: "No." });
    box.refuse({ nonce, sentence: "No." });
    assert.equal(box.snapshot().draft, "one");
  });

  it("goes back when the conversation ended first", () => {
    say("one");
    say("two");
    box.type("three");
    box.close();
    assert.equal(box.snapshot().draft, "one\ntwo\nthree");
    assert.equal(box.snapshot().note, UNSENT);
    box.close();
    assert.equal(box.snapshot().draft, "one\ntwo\nthree");
  });
});

describe("saying it again", () => {
  it("waits four seconds between tries, with the same nonce", () => {
    const { nonce } = say("one");
    now += 3_999;
    assert.deepEqual(box.due(), []);
    now += 1;
    assert.deepEqual(
      box.due().map((each) => each.nonce),
      [nonce],
    );
    assert.deepEqual(box.due(), []);
    now += 4_000;
    assert.equal(box.due().length, 1);
  });

  it("is quicker when the connection came back, but not twice at once", () => {
    say("one");
    now += 1_000;
    assert.equal(box.due(true).length, 1);
    assert.equal(box.due(true).length, 0);
  });
});

describe("a refresh", () => {
  it("keeps the draft and what is pending", () => {
    say("one");
    box.type("two");
    const again = open();
    assert.equal(again.snapshot().draft, "two");
    assert.equal(again.snapshot().pending[0].text, "one");
  });

  it("into another room keeps nothing", () => {
    say("one");
    const other = open("b");
    assert.deepEqual([other.snapshot().draft, other.snapshot().pending], ["", []]);
    assert.equal(store.size, 0);
  });

  it("survives a storage that is broken or full", () => {
    store.set("whimsy:outbox", "{not json");
    box = open();
    store.setItem = () => {
      throw new Error("full");
    };
    assert.equal(say("one").text, "one");
  });
});

describe("after a reload", () => {
  it("says again what was unsent, though the clock of the page begins anew", () => {
    now = 3_600_000;
    const message = say("said before the reload");
    now = 10;
    box = open();
    assert.deepEqual(
      box.due(true).map(({ nonce }) => nonce),
      [message.nonce],
    );
    assert.deepEqual(box.due(true), [], "but once");
  });
});
