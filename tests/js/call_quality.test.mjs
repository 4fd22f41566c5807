import assert from "node:assert/strict";
import { it } from "node:test";
import { quality } from "../../whimsy/components/call/quality.js";

const stats = (at, change = {}) => {
  const is = { in: 0, out: 0, received: 0, lost: 0, rtt: 0.05, fps: 24, local: "host", remote: "srflx", ...change };
  return [
    { id: "T", type: "transport", timestamp: at, selectedCandidatePairId: "P" },
    {
      id: "P",
      type: "candidate-pair",
      timestamp: at,
      currentRoundTripTime: is.rtt,
      localCandidateId: "L",
      remoteCandidateId: "R",
    },
    { id: "Q", type: "candidate-pair", timestamp: at, currentRoundTripTime: 9, nominated: true, state: "succeeded" },
    { id: "L", type: "local-candidate", timestamp: at, candidateType: is.local },
    { id: "R", type: "remote-candidate", timestamp: at, candidateType: is.remote },
    {
      id: "A",
      type: "inbound-rtp",
      kind: "audio",
      timestamp: at,
      bytesReceived: is.in / 5,
      packetsReceived: is.received / 2,
      packetsLost: is.lost,
    },
    {
      id: "V",
      type: "inbound-rtp",
      kind: "video",
      timestamp: at,
      bytesReceived: (is.in * 4) / 5,
      packetsReceived: is.received / 2,
      packetsLost: 0,
      framesPerSecond: is.fps,
      frameWidth: 640,
      frameHeight: 480,
    },
    { id: "O", type: "outbound-rtp", kind: "video", timestamp: at, bytesSent: is.out },
  ];
};
const between = (change, before = {}) =>
  quality(stats(1_000, before), stats(3_000, { in: 125_000, out: 62_500, received: 200, ...change }));

it("measures what happened between two looks", () => {
  assert.deepEqual(between({}), {
    rtt_ms: 50,
    loss_pct: 0,
    kbps_in: 500,
    kbps_out: 250,
    fps: 24,
    width: 640,
    height: 480,
    path: "direct",
    word: "good",
    sentence: "The connection is good.",
  });
  assert.equal(between({ lost: 4, received: 196 }).loss_pct, 2);
});

it("counts a stream that began in between", () => {
  const before = stats(1_000).filter(({ type }) => type !== "inbound-rtp");
  assert.equal(quality(before, stats(3_000, { in: 125_000 })).kbps_in, 500);
});

it("reads a map as it reads a list", () => {
  const map = (list) => new Map(list.map((each) => [each.id, each]));
  assert.deepEqual(quality(map(stats(1_000)), map(stats(3_000))), quality(stats(1_000), stats(3_000)));
});

it("sees a relay at either end", () => {
  assert.deepEqual([between({ local: "relay" }).path, between({ remote: "relay" }).path], ["relay", "relay"]);
});

it("finds the pair where there is no transport", () => {
  const list = stats(1_000).filter(({ id }) => id !== "T");
  assert.equal(quality(null, list).rtt_ms, 9_000);
  assert.equal(
    quality(
      null,
      list.filter(({ id }) => id !== "Q"),
    ).path,
    "",
  );
});

it("has a word for loss, delay and a picture that stutters", () => {
  const word = (change) => between(change).word;
  assert.deepEqual([{ lost: 3 }, { lost: 5 }, { lost: 30 }].map(word), ["good", "fair", "poor"]);
  assert.deepEqual([{ rtt: 0.24 }, { rtt: 0.3 }, { rtt: 0.7 }].map(word), ["good", "fair", "poor"]);
  assert.deepEqual([{ fps: 12 }, { fps: 8 }, { fps: 3 }, { fps: 0 }].map(word), ["good", "fair", "poor", "good"]);
});

it("has no word before there are two looks, or without a connection", () => {
  assert.deepEqual([quality(null, stats(1_000)).word, quality(null, stats(1_000, { in: 9_000 })).kbps_in], ["", 0]);
  assert.deepEqual(quality(stats(1_000), []).word, "");
  assert.equal(quality(null, undefined).path, "");
});

it("does not mind counters that begin anew, nor the same look twice", () => {
  assert.equal(between({ in: 10 }, { in: 99_999, lost: 9 }).kbps_in, 0);
  assert.equal(between({ lost: 0 }, { lost: 9 }).loss_pct, 0);
  assert.equal(quality(stats(1_000), stats(1_000)).kbps_in, 0);
});
