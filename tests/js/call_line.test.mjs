import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Line } from "../../whimsy/components/call/line.js";
import { Negotiation } from "../../whimsy/components/call/negotiation.js";
import { Clock } from "./call_fakes.test.mjs";

function made() {
  const [clock, sent] = [new Clock(), []];
  const line = new Line({ room: "r", call: 1, clock, send: (signal) => void sent.push(signal) });
  return { clock, sent, line };
}

describe("the line of one call", () => {
  it("keeps the newest 400 of what was said, and is never faster than the server allows", async () => {
    const { clock, sent, line } = made();
    for (let i = 0; i < 90; i += 1) line.post("candidate", { i });
    assert.equal(sent.length, 80);
    await clock.pass(1_000);
    assert.deepEqual(
      sent.map(({ seq }) => seq),
      Array.from({ length: 90 }, (_, i) => i + 1),
    );
    for (let i = 90; i < 1_000; i += 1) line.post("candidate", { i }), await clock.pass(100);
    assert.deepEqual([sent.length, line.blocked], [1_000, false]);
    await clock.pass(10_000);
    sent.length = 0;
    line.repeat();
    assert.equal(sent.length, 80);
    await clock.pass(60_000);
    assert.deepEqual(
      sent.map(({ seq }) => seq),
      Array.from({ length: 400 }, (_, i) => i + 601),
    );
    assert.equal(clock.waiting, 0);
  });

  it("that is down keeps the newest 400 of what waits", async () => {
    let up = false;
    const [clock, sent] = [new Clock(), []];
    const line = new Line({ room: "r", call: 1, clock, send: (signal) => up && sent.push(signal) });
    for (let i = 0; i < 500; i += 1) line.post("media");
    up = true;
    line.knock();
    await clock.pass(60_000);
    assert.deepEqual([sent.length, sent[0].seq, sent.at(-1).kind], [400, 102, "ready"]);
  });

  it("says bye before what still waits, and nothing after it", async () => {
    const { clock, sent, line } = made();
    for (let i = 0; i < 100; i += 1) line.post("candidate", { i });
    line.post("bye");
    line.close();
    await clock.pass(60_000);
    assert.deepEqual([sent.length, sent.at(-1).kind, clock.waiting], [81, "bye", 0]);
  });

  it("remembers the newest 400 numbers it heard, and takes older ones for heard", () => {
    const { line } = made();
    for (let seq = 1; seq <= 1_000; seq += 1) assert.equal(line.fresh({ seq }), true);
    assert.equal(line.fresh({ seq: 1_000 }), false);
    assert.equal(line.fresh({ seq: 601 }), false);
    assert.equal(line.fresh({ seq: 600 }), false);
    assert.equal(line.fresh({ seq: 1_002 }), true);
    assert.equal(line.fresh({ seq: 1_001 }), true);
  });
});

it("of a laptop with many networks, what comes after the hosts is still said, and a restart counts anew", () => {
  const [pc, said] = [{}, []];
  new Negotiation({ pc, polite: false, post: (_, { candidate }) => said.push(candidate) });
  const find = (type, usernameFragment, n) => {
    for (let i = 0; i < n; i += 1)
      pc.onicecandidate({
        candidate: { candidate: `candidate:${i} 1 udp 1 192.0.2.1 5000 typ ${type}`, usernameFragment },
      });
  };
  const count = (type) => said.filter((each) => each.endsWith(type)).length;
  find("host", "one", 90), find("srflx", "one", 9), find("relay", "one", 9);
  pc.onicecandidate({ candidate: null });
  assert.deepEqual([count("host"), count("srflx"), count("relay"), said.at(-1)], [40, 9, 9, ""]);
  find("host", "two", 90);
  assert.equal(count("host"), 80);
});
