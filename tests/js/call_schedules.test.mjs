// Two calls and every order in which their signals, and the steps of their connections, can come to pass.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Negotiation } from "../../whimsy/components/call/negotiation.js";
import { agreed, FakePeerConnection, Pair, Steps, settle, Track } from "./call_fakes.test.mjs";

const SIDES = ["a", "b"];
const other = (side) => (side === "a" ? "b" : "a");

/** What can happen next: a signal is delivered, or (if steps are held) a step of a connection is done. */
function options(pair) {
  const signals = SIDES.filter(pair.waits).map((side) => () => pair.deliver(side));
  const steps = SIDES.filter((side) => pair[side].steps.queue.length).map((side) => () => pair[side].steps.next());
  return [...signals, ...steps];
}

async function go(step) {
  await step();
  await settle();
}

/**
 * Run `begin` in every order there is; `end(pair, path)` looks at each outcome. Returns how many there were.
 *
 * With `turns`, only orders that differ from first come, first served at that many points.
 */
async function every(begin, end, turns = Infinity) {
  let path = [];
  for (let count = 1; ; count += 1) {
    const pair = await begin();
    const taken = [];
    for (let open = options(pair); open.length; open = options(pair)) {
      const pick = path[taken.length] ?? 0;
      taken.push([pick, open.length]);
      await go(open[pick]);
    }
    await end(
      pair,
      taken.map(([pick]) => pick),
    );
    while (taken.length && last(taken, turns)) taken.pop();
    if (!taken.length) return count;
    path = taken.map(([pick]) => pick);
    path[path.length - 1] += 1;
  }
}

/** Whether there is no other way to take the last step, or no turn left to take it. */
function last(taken, turns) {
  const [pick, open] = taken.at(-1);
  return pick + 1 === open || (!pick && taken.filter(([each]) => each).length >= turns);
}

async function follow(begin, path) {
  const pair = await begin();
  for (const pick of path) await go(options(pair)[pick]);
  return pair;
}

const starting = (held) => async () => {
  const pair = new Pair(held ? { steps: new Steps() } : {});
  for (const side of SIDES) pair[side].steps.held = held;
  await Promise.all(SIDES.map((side) => pair[side].start()));
  await settle();
  return pair;
};

/** Both restart in the same tick: their offers cross. */
const glare = (held) => async () => {
  const pair = new Pair({ steps: new Steps() });
  await pair.connect();
  for (const side of SIDES) {
    pair[side].steps.held = held;
    pair[side].pc.candidates.length = 0;
    pair[side].pc.become("disconnected");
  }
  for (const side of SIDES) pair[side].call.networkChanged();
  await settle();
  return pair;
};

/** Two bare negotiations that both have lines to offer, so that their first offers cross. */
function bare() {
  const pair = Object.create(Pair.prototype);
  pair.at = { a: 0, b: 0 };
  pair.waits = (from) => pair.at[from] < pair[from].said.length;
  for (const name of SIDES) {
    const steps = new Steps();
    const pc = new FakePeerConnection({}, steps);
    const said = [];
    const post = (kind, body) => said.push({ kind, body, seq: said.length + 1 });
    const negotiation = new Negotiation({ pc, polite: name === "a", post });
    let chain = Promise.resolve();
    const handle = ({ kind, body, seq }) => negotiation[kind](body, seq);
    const errors = [];
    const receive = (signal) => (chain = chain.then(() => handle(signal)).catch((error) => errors.push(error)));
    pair[name] = { pc, steps, said, errors, negotiation, call: { receive } };
    steps.held = true;
    pc.addTransceiver("audio", { direction: "sendrecv" });
    negotiation.join();
  }
  return settle().then(() => pair);
}

const SCENES = [
  ["a start", starting(false), Infinity, 252],
  ["a start, step by step", starting(true), 2, 150],
  ["crossing restarts", glare(false), Infinity, 70],
  ["crossing restarts, step by step", glare(true), 3, 1_100],
];

for (const [what, begin, turns, least] of SCENES) {
  describe(what, () => {
    const paths = new Set();

    it("ends in agreement, in whatever order", async (t) => {
      const count = await every(
        begin,
        (pair, path) => {
          agreed(pair.a, pair.b);
          const points = [...path.keys(), path.length].map((i) => path.slice(0, i));
          for (const point of points)
            if (turns === Infinity || point.filter(Boolean).length < 2) paths.add(point.join());
          for (const side of SIDES) assert.equal(pair[side].pcs.length, 1);
        },
        turns,
      );
      t.diagnostic(`${count} orders`);
      assert.ok(count >= least, `only ${count} orders`);
    });

    it("is over for good when either side says bye, at any point", async (t) => {
      let n = 0;
      for (const path of paths) {
        const side = SIDES[(n += 1) % 2];
        await bye(begin, path, side, n % 4 < 2);
        if (begin === SCENES[0][1]) await bye(begin, path, other(side), n % 4 >= 2);
      }
      t.diagnostic(`${paths.size} points`);
    });
  });
}

/** At the end of `path`, `side` stops; its bye comes in its turn or overtakes everything, and the rest comes late. */
async function bye(begin, path, side, overtakes) {
  Track.all.length = 0;
  const pair = await follow(begin, path ? path.split(",").map(Number) : []);
  const [leaver, left] = [pair[side], pair[other(side)]];
  leaver.call.stop();
  assert.deepEqual([leaver.said.at(-1).kind, leaver.remotes.at(-1), leaver.state.phase], ["bye", null, "over"]);
  const told = { leaver: leaver.told, left: 0 };
  if (overtakes) {
    left.call.receive(leaver.said.at(-1));
    told.left = left.told;
  }
  for (let open = options(pair); open.length; open = options(pair)) await go(open[0]);
  for (const each of [leaver, left]) for (const state of ["connected", "failed"]) each.pc.become(state);
  await pair.clock.pass(60_000);

  assert.equal(leaver.told, told.leaver, "the leaver went on");
  if (overtakes) assert.equal(left.told, told.left, "who was left went on");
  assert.deepEqual([left.remotes.at(-1), left.state.phase, left.state.reason.code], [null, "over", "bye"]);
  assert.equal(pair.clock.waiting, 0);
  const on = Track.all.filter(({ readyState, label }) => label !== "remote" && readyState === "live");
  assert.equal(on.length, 0, "a camera stayed on");
}

describe("crossing first offers", () => {
  it("end in agreement, step by step and in every order", async (t) => {
    let crossed = 0;
    const count = await every(
      bare,
      ({ a, b }) => {
        assert.deepEqual([...a.errors, ...b.errors], []);
        assert.deepEqual([a.pc.signalingState, b.pc.signalingState], ["stable", "stable"]);
        assert.equal(a.pc.localDescription.sdp, b.pc.remoteDescription.sdp);
        assert.equal(b.pc.localDescription.sdp, a.pc.remoteDescription.sdp);
        crossed += [a, b].every(({ said }) => said.find(({ kind }) => kind === "description").body.type === "offer");
      },
      2,
    );
    t.diagnostic(`${count} orders, ${crossed} with crossing offers`);
    assert.ok(crossed > 100);
  });

  it("takes an offer that comes while an answer is being taken", async () => {
    const [a, b] = [new FakePeerConnection(), new FakePeerConnection({}, Object.assign(new Steps(), { held: true }))];
    const posted = [];
    const impolite = new Negotiation({ pc: b, polite: false, post: (kind, body) => posted.push({ kind, ...body }) });
    const step = async () => (b.steps.queue.length && b.steps.next(), await settle());
    b.addTransceiver("audio", { direction: "sendrecv" });
    impolite.join();
    for (let i = 0; i < 3; i += 1) await step();
    await a.setRemoteDescription(b.localDescription);
    await a.setLocalDescription();
    const taken = impolite.description(a.localDescription, 1);
    a.restartIce();
    await a.setLocalDescription();
    const answered = impolite.description(a.localDescription, 2); // not in turn: the answer is still being taken
    for (let i = 0; i < 6; i += 1) await step();
    await Promise.all([taken, answered]);
    assert.equal(posted.filter(({ kind }) => kind === "description").at(-1).type, "answer");
  });
});
