import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { worse } from "../../whimsy/components/call/survival.js";
import { agreed, Pair, settle } from "./call_fakes.test.mjs";

let pair;
const b = () => pair.b;
const restarts = ({ pcs }) => pcs.at(-1).restarts;
const phases = ({ states }) => states.map(({ phase }) => phase);

function count(side) {
  const { pc } = side;
  const restart = pc.restartIce.bind(pc);
  pc.restarts = 0;
  pc.restartIce = () => ((pc.restarts += 1), restart());
}

async function restartsAfter(...times) {
  const counts = [];
  let at = 0;
  for (const time of times) {
    await pair.clock.pass(time - at);
    at = time;
    await pair.drain();
    counts.push(restarts(b()));
  }
  return counts;
}

beforeEach(async () => {
  pair = new Pair();
  await pair.connect();
  count(b());
});

describe("a connection that is lost", () => {
  it("is not spoken of for a blink", async () => {
    b().pc.become("disconnected");
    await pair.clock.pass(1_400);
    b().pc.become("connected");
    await pair.clock.pass(60_000);
    assert.deepEqual(
      [b().state.phase, phases(b()).includes("unsteady"), restarts(b()), pair.clock.waiting],
      ["live", false, 0, 0],
    );
  });

  it("is unsteady after a moment and restarted after three seconds", async () => {
    b().pc.become("disconnected");
    await pair.clock.pass(1_500);
    assert.equal(b().state.phase, "unsteady");
    assert.deepEqual(await restartsAfter(1_400, 1_600), [0, 1]);
    agreed(pair.a, pair.b);
    b().pc.become("connected");
    assert.equal(b().state.phase, "live");
  });

  it("is restarted at once when it failed, and again after two and five seconds", async () => {
    b().pc.become("failed");
    assert.equal(b().state.phase, "unsteady");
    assert.deepEqual(await restartsAfter(0, 1_900, 2_000, 6_900, 7_000, 14_900), [1, 1, 2, 2, 3, 3]);
    assert.deepEqual(b().rebuilds, []);
    await pair.clock.pass(200);
    assert.deepEqual(b().rebuilds, [1]);
  });

  it("counts as the worse of the two states says", async () => {
    assert.equal(worse({ connectionState: "failed", iceConnectionState: "disconnected" }), "failed");
    assert.equal(worse({ connectionState: "connected", iceConnectionState: "failed" }), "failed");
    assert.equal(worse({ connectionState: "connected", iceConnectionState: "completed" }), "connected");
    assert.equal(worse({ connectionState: undefined, iceConnectionState: "checking" }), "connecting");
    assert.equal(worse({ connectionState: "new", iceConnectionState: "new" }), "connecting");
    b().pc.become("connected", "failed");
    assert.equal(restarts(b()), 1);
    b().pc.become("connected", "connected");
    b().pc.become("failed", "connected");
    assert.equal(restarts(b()), 2);
  });

  it("is restarted at once on another network, and left alone when it holds", async () => {
    b().call.networkChanged();
    assert.equal(restarts(b()), 0);
    b().pc.become("disconnected");
    b().call.networkChanged();
    assert.equal(restarts(b()), 1);
  });

  it("begins to count anew after it held, and on another network", async () => {
    b().pc.become("failed");
    assert.deepEqual(await restartsAfter(0, 2_000, 8_000), [1, 2, 3]);
    b().call.networkChanged();
    assert.equal(restarts(b()), 4);
    await pair.drain();
    b().pc.become("connected");
    b().pc.become("failed");
    assert.equal(restarts(b()), 5);
    assert.deepEqual(await restartsAfter(0, 2_000, 8_000), [5, 6, 7]);
    assert.deepEqual(b().rebuilds, []);
  });

  it("is rebuilt twice and then given up, but not on another network", async () => {
    for (const call of [1, 2]) {
      b().pc.become("failed");
      await pair.drain();
      for (let i = 0; i < 16; i += 1) await pair.clock.pass(1_000), await pair.drain();
      assert.deepEqual(b().rebuilds, call === 1 ? [1] : [1, 2]);
      await Promise.all([pair.a.start({ call: call + 1 }), b().start({ call: call + 1 })]);
      await pair.drain();
      agreed(pair.a, pair.b);
      assert.equal(b().state.phase, "connecting");
      count(b());
    }
    b().pc.become("failed");
    await pair.drain();
    for (let i = 0; i < 60; i += 1) await pair.clock.pass(1_000), await pair.drain();
    assert.deepEqual([b().rebuilds, b().state.phase, b().state.reason.code], [[1, 2], "unavailable", "gone"]);
    const before = restarts(b());
    b().call.networkChanged();
    assert.equal(restarts(b()), before + 1);
    await pair.drain();
    b().pc.become("connected");
    assert.deepEqual([b().state.phase, b().state.reason], ["live", null]);
  });

  it("does not restart faster because a restart failed fast", async () => {
    b().pc.become("failed");
    await pair.drain();
    b().pc.become("connecting");
    b().pc.become("failed");
    assert.equal(restarts(b()), 1);
  });

  it("says its offer again when that, or the answer, was lost", async () => {
    b().pc.become("failed");
    await settle();
    pair.at.b = b().said.length;
    assert.deepEqual(await restartsAfter(2_000), [1]);
    agreed(pair.a, pair.b);
  });

  it("may be rebuilt anew once a rebuilt one held, or with somebody else", async () => {
    const fail = async () => {
      b().pc.become("failed");
      for (let i = 0; i < 28; i += 1) await pair.clock.pass(1_000), await pair.drain();
    };
    await fail();
    b().pc.become("connected");
    await fail();
    assert.deepEqual(b().rebuilds, [1, 1, 1, 1]);
    await Promise.all([pair.a.start({ room: "s", call: 5 }), b().start({ room: "s", call: 5 })]);
    await pair.drain();
    await fail();
    assert.deepEqual(b().rebuilds, [1, 1, 1, 1, 5, 5]);
  });

  it("asks again for a rebuild that nobody began", async () => {
    b().pc.become("failed");
    for (let i = 0; i < 27; i += 1) await pair.clock.pass(1_000), await pair.drain();
    assert.deepEqual(b().rebuilds, [1, 1]);
  });

  it("waits for the signals: offers are kept, no rebuild is asked for, and all goes on when they are back", async () => {
    b().up = false;
    for (const side of [pair.a, b()]) side.pc.become("disconnected");
    for (let i = 0; i < 40; i += 1) await pair.clock.pass(1_000);
    assert.deepEqual([b().rebuilds, b().state.phase, b().state.reason.code], [[], "unavailable", "lost"]);
    b().up = true;
    pair.a.call.resumed();
    b().call.resumed();
    await pair.drain();
    agreed(pair.a, pair.b);
    b().pc.become("connected");
    assert.equal(b().state.phase, "live");
  });

  it("says so after fifteen seconds, once, and says nothing else until it is back", async () => {
    b().pc.become("disconnected");
    for (let i = 0; i < 16; i += 1) await pair.clock.pass(1_000), await pair.drain();
    b().pc.become("failed");
    await settle();
    assert.deepEqual(phases(b()).slice(-3), ["live", "unsteady", "unavailable"]);
    assert.equal(b().state.reason.code, "lost");
  });
});

describe("a connection that does not come", () => {
  beforeEach(() => (pair = new Pair()));

  it("is unavailable after fifteen seconds, and tried for all the same", async () => {
    await Promise.all([pair.a.start(), b().start()]);
    await pair.drain();
    count(b());
    await pair.clock.pass(14_900);
    assert.deepEqual([b().state.phase, restarts(b())], ["connecting", 0]);
    await pair.clock.pass(200);
    assert.deepEqual([b().state.phase, b().state.reason.code, restarts(b())], ["unavailable", "blocked", 1]);
    await pair.drain();
    b().pc.become("connected");
    assert.equal(b().state.phase, "live");
  });

  it("waits for the other side without restarts or rebuilds, and says what it waits for", async () => {
    await b().start();
    count(b());
    await pair.clock.pass(120_000);
    assert.deepEqual(
      [b().state.phase, b().state.reason.code, restarts(b()), b().rebuilds],
      ["unavailable", "silent", 0, []],
    );
    await pair.a.start();
    await pair.drain();
    agreed(pair.a, pair.b);
    assert.equal(b().state.phase, "connecting");
  });
});

describe("a credential that ran out in a long call", () => {
  const fresh = (n) => ({ iceServers: [{ urls: ["turn:t"], username: `${n}` }] });

  it("is renewed on both sides before ICE starts anew, and only then", async () => {
    const asked = [];
    pair = new Pair({ servers: async (call) => (asked.push(call), fresh(asked.length)) });
    await pair.connect();
    assert.deepEqual(asked, []);
    b().pc.become("failed");
    await pair.drain();
    agreed(pair.a, pair.b);
    assert.deepEqual(asked, Array(2).fill({ room: "r", call: 1 }));
    assert.deepEqual([b().pc.gatheredWith, pair.a.pc.gatheredWith], [fresh(1), fresh(2)]);
  });

  it("that cannot be renewed does not stop the restart", async () => {
    for (const servers of [
      async () => null,
      async () => Promise.reject(new Error()),
      () => {
        throw new Error();
      },
    ]) {
      pair = new Pair({ servers });
      await pair.connect();
      count(b());
      b().pc.become("failed");
      await pair.drain();
      assert.equal(restarts(b()), 1);
      agreed(pair.a, pair.b);
    }
  });

  it("that comes when the call is over changes nothing", async () => {
    let give;
    pair = new Pair({ servers: () => new Promise((resolve) => (give = resolve)) });
    await pair.connect();
    count(b());
    const before = b().pc.ice;
    b().pc.become("failed");
    b().call.stop();
    give(fresh(1));
    await settle();
    assert.deepEqual([b().pc.ice, restarts(b())], [before, 0]);
  });
});
