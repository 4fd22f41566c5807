import assert from "node:assert/strict";
import { beforeEach, it } from "node:test";
import { Step } from "../../whimsy/components/back/step.js";

/** A window whose history is a list, and what its router would see. As in a browser, who captures hears first. */
class Page {
  states = [{ idx: 2 }, { idx: 3 }];
  routed = 0;
  listeners = [];
  history = { pushState: (state) => void this.states.push(state), back: () => this.goBack() };
  constructor() {
    Object.defineProperty(this.history, "state", { get: () => this.states.at(-1) });
  }
  addEventListener(_, listener) {
    this.listeners.push(listener);
  }
  removeEventListener(_, listener) {
    this.listeners = this.listeners.filter((each) => each !== listener);
  }
  goBack() {
    this.states.pop();
    let stopped = false;
    for (const listener of [...this.listeners])
      if (!stopped) listener({ stopImmediatePropagation: () => (stopped = true) });
    if (!stopped) this.routed += 1;
  }
}

let page, backs;
const onBack = () => (backs += 1);

beforeEach(() => {
  page = new Page();
  backs = 0;
});

it("takes one step back within the page, and the next one leaves it", () => {
  const step = new Step(page);
  step.take(onBack);
  page.goBack();
  assert.deepEqual([backs, page.routed, page.states.length], [1, 0, 2]);
  page.goBack();
  assert.deepEqual([backs, page.routed, page.states.length], [1, 1, 1]);
});

it("is passed over when it is not needed any more, and is used again instead of a second one", () => {
  const step = new Step(page);
  for (let times = 0; times < 5; times += 1) {
    step.take(onBack);
    step.give();
  }
  assert.equal(page.states.length, 3);
  page.goBack();
  assert.deepEqual([backs, page.routed, page.states.length], [0, 1, 1]);
});

it("is still there after a reload", () => {
  new Step(page).take(onBack);
  page.listeners = [];
  const idle = new Step(page);
  page.goBack();
  assert.deepEqual([page.routed, page.states.length], [1, 1]);
  idle.end();
  assert.equal(page.listeners.length, 0);
});

it("leaves an entry on top of it alone", () => {
  new Step(page).take(onBack);
  page.history.pushState({ ...page.history.state, sheet: true });
  page.goBack();
  assert.deepEqual([backs, page.routed], [0, 1]);
  page.goBack();
  assert.deepEqual([backs, page.routed], [1, 1]);
});
