import assert from "node:assert/strict";
import { it } from "node:test";
import { followKeyboard, height } from "../../whimsy/components/composer/keyboard.js";

const HEIGHT = 844;

function phone() {
  const view = Object.assign(new EventTarget(), { height: HEIGHT, scale: 1, offsetTop: 0 });
  const page = Object.assign(new EventTarget(), { innerHeight: HEIGHT, scrollTo() {} });
  const shown = new Map();
  const root = {
    style: { setProperty: (name, value) => shown.set(name, value), removeProperty: (name) => shown.delete(name) },
  };
  const stop = followKeyboard(view, root, page);
  return { view, page, stop, height: () => shown.get("--page-height") };
}

const say = (where, name) => where.dispatchEvent(new Event(name));

it("shrinks the page with the keyboard", () => {
  const { view, height: shown } = phone();
  view.height = 508;
  say(view, "resize");
  assert.equal(shown(), "508px");
});

it("leaves no gap when the height comes after the news of it, whatever the news is", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  for (const [last, name] of [
    ["view", "scroll"],
    ["page", "focusout"],
    ["page", "pageshow"],
    ["view", "resize"],
  ]) {
    const made = phone();
    made.view.height = 508;
    say(made.view, "resize");
    say(made.view, "resize"); // gone, but the height is still the old one
    made.view.height = HEIGHT;
    if (name !== "resize") say(made[last], name);
    t.mock.timers.tick(500);
    assert.equal(made.height(), "844px", name);
    made.stop();
    assert.equal(made.height(), undefined);
  }
});

it("does not take looking closer for a keyboard", () => {
  assert.equal(height({ height: HEIGHT / 1.3, scale: 1.3, offsetTop: 0 }, HEIGHT), HEIGHT);
});

it("keeps the foot of the page in sight of who looks closely and writes", () => {
  assert.equal(height({ height: 300, scale: 1.3, offsetTop: 0 }, HEIGHT), 300);
  assert.equal(height({ height: 300, scale: 1.3, offsetTop: 60 }, HEIGHT), 360);
  assert.equal(height({ height: 90, scale: 4, offsetTop: 0 }, HEIGHT), 160);
});
