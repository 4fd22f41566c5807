import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { answered, card, goOn, REST, refusedBy, turn, want } from "../../whimsy/components/consent/consent_core.js";
import { corner, remark, remoteOf, sentence, steer, still } from "../../whimsy/components/stage/stage_core.js";

const remote = { mic: true, cam: true, screen: false };
const live = { phase: "live", reason: null, remote };

describe("their picture", () => {
  it("is blurred until it is lifted", () => {
    assert.equal(remoteOf(live, { lifted: false, hidden: false }), "blurred");
    assert.equal(remoteOf(live, { lifted: true, hidden: false }), "shown");
  });

  it("is off rather than frozen", () => {
    for (const state of [
      { ...live, phase: "connecting" },
      { ...live, remote: { ...remote, cam: false } },
      { ...live, phase: "over" },
    ])
      assert.equal(remoteOf(state, { lifted: true, hidden: false }), "off");
    assert.equal(remoteOf(live, { lifted: true, hidden: true }), "off");
  });

  it("is off only with a word that says why", () => {
    assert.equal(sentence(live, {}), "");
    assert.equal(sentence({ ...live, remote: { ...remote, cam: false } }, {}), "Their camera is off.");
    assert.equal(sentence({ ...live, phase: "connecting" }, {}), "Connecting the video…");
    assert.match(sentence({ ...live, phase: "unavailable" }, {}), /text/);
  });

  it("has a remark about its quality only while it is there", () => {
    assert.equal(remark(live, { word: "good" }).words, "Good connection");
    assert.equal(remark({ ...live, phase: "unsteady" }, null).tone, "poor");
    assert.equal(remark({ ...live, phase: "connecting" }, { word: "good" }), null);
  });
});

it("says so when nothing comes any more", () => {
  assert.ok(still(live, { word: "good", kbps_in: 0 }));
  assert.ok(!still(live, { word: "good", kbps_in: 40 }));
  assert.ok(!still({ ...live, remote: { ...remote, cam: false } }, { word: "good", kbps_in: 0 }));
});

describe("the own picture", () => {
  it("goes to the nearest corner", () => {
    assert.equal(corner(0.1, 0.9), "bottom left");
    assert.equal(corner(0.9, 0.1), "top right");
  });

  it("goes where arrows point, and nowhere else", () => {
    assert.equal(steer("bottom right", "ArrowUp"), "top right");
    assert.equal(steer("bottom right", "ArrowDown"), "bottom right");
    assert.equal(steer("bottom right", "Enter"), null);
    const corners = ["top left", "top right", "bottom left", "bottom right"];
    for (const at of corners) assert.ok(corners.includes(steer(at, "ArrowLeft")));
  });
});

describe("asking for video", () => {
  const chat = (change) => ({ phase: "chatting", room: "r", video: "", ...change });

  it("says first what it means for the address, once", () => {
    assert.equal(want("offer", "r", { clear: false }).step, "address");
    assert.equal(goOn(want("offer", "r", { clear: false })).step, "camera");
    assert.equal(want("accept", "r", { clear: true }).step, "camera");
  });

  it("asks them only when the camera is there", () => {
    assert.equal(answered(want("offer", "r", { clear: true }), true).step, "asked");
    assert.equal(answered(want("offer", "r", { clear: true }), false).step, "problem");
    assert.equal(answered(REST, true), REST);
  });

  it("ends, and the camera with it, when they decline", () => {
    const held = answered(want("offer", "r", { clear: true }), true);
    assert.deepEqual(turn(held, chat({ video: "offered" }), chat()), { held: REST, off: true });
  });

  it("ends with the chat", () => {
    const held = want("offer", "r", { clear: true });
    assert.deepEqual(turn(held, chat(), chat({ phase: "ended" })), { held: REST, off: true });
    assert.deepEqual(turn(held, chat(), chat({ room: "s" })), { held: REST, off: true });
  });

  it("does not come along into another chat", () => {
    const held = answered(want("offer", "r", { clear: true }), true);
    assert.equal(card(held, chat({ room: "s" })), "");
    assert.equal(turn(held, chat({ room: "s" }), chat({ room: "s" })).held, REST);
  });

  it("ends when it is on, and the camera stays", () => {
    const held = answered(want("accept", "r", { clear: true }), true);
    assert.deepEqual(turn(held, chat({ video: "asked" }), chat({ video: "on" })), { held: REST, off: false });
  });

  it("puts out the camera when the call ends and the chat goes on, but not for the next person", () => {
    assert.equal(turn(REST, chat({ video: "on" }), chat()).off, true);
    assert.equal(turn(REST, chat({ video: "on" }), chat({ phase: "ended" })).off, false);
    assert.equal(turn(REST, chat({ video: "on" }), chat({ room: "s" })).off, false);
  });

  it("goes on while their own question comes in", () => {
    const held = want("offer", "r", { clear: true });
    assert.equal(turn(held, chat(), chat({ video: "asked" })).held, held);
  });

  it("says at once what this browser lacks", () => {
    assert.equal(want("offer", "r", { clear: false, lack: {} }).step, "unable");
  });

  it("waits for nobody when the server would not ask them", () => {
    const held = answered(want("offer", "r", { clear: true }), true);
    const refused = refusedBy(held, { n: 1, room: "r", sentence: "No." });
    assert.equal(card(refused, chat()), "refused");
    assert.equal(refused.sentence, "No.");
    assert.equal(refusedBy(held, { n: 2, room: "s", sentence: "No." }), held);
    assert.equal(refusedBy(REST, { n: 3, room: "", sentence: "" }), REST);
  });

  it("shows one card", () => {
    assert.equal(card(REST, chat()), "");
    assert.equal(card(REST, chat({ video: "asked" })), "asked");
    assert.equal(card(REST, chat({ video: "offered" })), "waiting");
    assert.equal(card(want("accept", "r", { clear: true }), chat({ video: "asked" })), "camera");
    assert.equal(card(want("accept", "r", { clear: true }), chat({ video: "on" })), "");
  });
});
