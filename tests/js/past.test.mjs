import assert from "node:assert/strict";
import { beforeEach, it } from "node:test";
import { entry } from "../../whimsy/components/sheet/past.js";

/** A window whose history is a list. As in a browser, who captures hears first, and going back is told later. */
class Page {
  states = [{ idx: 3 }];
  routed = 0;
  captures = [];
  history = { pushState: (state) => void this.states.push(state), back: () => setImmediate(() => this.goBack()) };
  constructor() {
    Object.defineProperty(this.history, "state", { get: () => this.states.at(-1) });
  }
  addEventListener(_, listener, options) {
    assert.ok(options === true || options.capture);
    this.captures.push({ listener, once: options.once });
  }
  removeEventListener(_, listener) {
    this.captures = this.captures.filter((each) => each.listener !== listener);
  }
  goBack() {
    this.states.pop();
    let stopped = false;
    for (const { listener, once } of this.captures) {
      if (once) this.removeEventListener("popstate", listener);
      if (!stopped) listener({ stopImmediatePropagation: () => (stopped = true) });
    }
    if (!stopped) this.routed += 1;
  }
}

let page, closed;
const onBack = () => (closed += 1);
const later = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

beforeEach(() => {
  page = new Page();
  closed = 0;
});

it("lets Back close the sheet, and the router sees nothing", () => {
  const give = entry(onBack, page);
  assert.equal(page.states.length, 2);
  page.goBack();
  give();
  assert.deepEqual([closed, page.routed, page.states], [1, 0, [{ idx: 3 }]]);
  page.goBack();
  assert.deepEqual([closed, page.routed], [1, 1], "the next one is the router's again");
});

it("takes its step back when the sheet is closed in another way", async () => {
  entry(onBack, page)();
  await later();
  assert.deepEqual([closed, page.routed, page.states], [0, 0, [{ idx: 3 }]]);
});

it("leaves the history alone when the page itself was left", async () => {
  const give = entry(onBack, page);
  page.states.push({ idx: 4 });
  give();
  await later();
  assert.equal(page.states.length, 3);
});

it("takes no second step after a reload", () => {
  entry(onBack, page);
  entry(onBack, page);
  assert.equal(page.states.length, 2);
});

it("gives a sheet its own entry that opens before the step back of the one before was taken", async () => {
  entry(onBack, page)();
  const give = entry(onBack, page);
  await later();
  assert.deepEqual([page.states.length, page.routed], [2, 0]);
  page.goBack();
  give();
  assert.deepEqual([closed, page.routed, page.states], [1, 0, [{ idx: 3 }]]);
});

it("takes back no second step for a sheet that closes before that", async () => {
  entry(onBack, page)();
  entry(onBack, page)();
  await later();
  assert.deepEqual([closed, page.routed, page.states], [0, 0, [{ idx: 3 }]]);
});
