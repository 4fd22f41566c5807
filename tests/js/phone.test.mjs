import assert from "node:assert/strict";
import { it } from "node:test";
import { awake } from "../../whimsy/components/call/awake.js";
import { isFound, tremble } from "../../whimsy/components/tab/haptic.js";

const later = () => new Promise((resolve) => setImmediate(resolve));

class Page extends EventTarget {
  hidden = false;
  locks = [];
  wakeLock = {
    request: async (kind) => {
      assert.equal(kind, "screen");
      const lock = { released: false, release: () => (lock.released = true) };
      this.locks.push(lock);
      return lock;
    },
  };
  show(hidden) {
    this.hidden = hidden;
    if (hidden) for (const lock of this.locks) lock.released = true;
    this.dispatchEvent(new Event("visibilitychange"));
  }
  get held() {
    return this.locks.filter(({ released }) => !released).length;
  }
}

it("holds one lock, asks again when the page is shown again, and gives it up at the end", async () => {
  const page = new Page();
  const end = awake(page, page);
  await later();
  page.show(true);
  await later();
  assert.deepEqual([page.held, page.locks.length], [0, 1]);
  page.show(false);
  page.show(false);
  await later();
  assert.equal(page.held, 1);
  end();
  page.show(false);
  await later();
  assert.equal(page.held, 0);
});

it("gives up a lock that came after the end, and does without one", async () => {
  const page = new Page();
  awake(page, page)();
  await later();
  assert.equal(page.held, 0);
  awake(page, {})();
  awake(page, { wakeLock: { request: () => Promise.reject(new Error("battery")) } })();
  await later();
});

it("trembles for a new stranger, and not for a page that was reloaded", () => {
  const chat = { phase: "chatting", room: "b" };
  for (const phase of ["searching", "idle", "ended", "chatting"]) assert.ok(isFound({ phase, room: "a" }, chat));
  for (const before of [{ phase: "", room: "" }, { phase: "loading", room: "" }, chat])
    assert.ok(!isFound(before, chat));
  assert.ok(!isFound({ phase: "chatting", room: "b" }, { phase: "ended", room: "b" }));
});

it("asks no browser before the first tap", () => {
  const asked = [];
  const device = (hasBeenActive) => ({ userActivation: { hasBeenActive }, vibrate: (ms) => asked.push(ms) });
  tremble(device(false));
  tremble(device(true));
  tremble({ userActivation: { hasBeenActive: true } });
  tremble({});
  assert.deepEqual(asked, [30]);
});
