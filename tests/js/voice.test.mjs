import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { said } from "../../whimsy/components/consent/words.js";
import { fold } from "../../whimsy/components/transcript/transcript_core.js";
import { isVoice, sentence } from "../../whimsy/components/voice/voice_core.js";

const ROOM = "voice-abcdefghijklmnopqrstuv";

describe("a room of voices", () => {
  it("is known by its id", () => {
    assert.deepEqual([ROOM, "video-a", "text-voice-", ""].map(isVoice), [true, false, false, false]);
  });

  it("speaks of a microphone, and never of a camera or a picture", () => {
    const lack = { sentence: "None.", way: "Text works." };
    const cards = ["camera", "asked", "unloaded", "refused", "waiting"].flatMap((shown) =>
      [null, lack].flatMap((lacks) =>
        said({ shown, voice: true, lack: lacks, sentence: "No.", waits: "Waiting…", relayed: true }),
      ),
    );
    assert.equal(cards.length, 20);
    assert.doesNotMatch(cards.join(), /camera|picture|video|sees/i);
    assert.match(cards.join(), /microphone/);
    assert.equal(said({ shown: "address", voice: true, lack: null, waits: "", relayed: false }), undefined);
  });

  it("says in the transcript that voice is on or off", () => {
    const line = (seq, code, mine) => ({ seq, at: 0, kind: "system", code, mine, text: "" });
    const lines = [line(1, "video_offered", true), line(2, "video_on", true), line(3, "video_stopped", false)];
    const texts = (voice) => fold(lines, "", () => "", voice).map(({ text }) => text);
    assert.deepEqual(texts(true), ["You asked to talk by voice.", "Voice is on.", "They turned voice off."]);
    assert.deepEqual(texts(false), ["You asked for video.", "Video is on.", "They turned video off."]);
  });
});

describe("a call of voices", () => {
  const call = (change) => ({ phase: "live", reason: null, remote: { mic: true }, ...change });

  it("says who hears whom, and what is wrong", () => {
    const said = (change, own = {}) => sentence(call(change), { resume: false, mic: true, ...own });
    assert.equal(said({}), "You hear each other.");
    assert.equal(said({}, { mic: false }), "You hear them.");
    assert.equal(said({ phase: "over" }), "", "not yet, or no more");
    assert.equal(said({ remote: { mic: false } }), "Their microphone is off.");
    assert.equal(said({ phase: "starting" }), "Connecting…");
    assert.equal(said({ phase: "unsteady" }), "Reconnecting…");
    assert.match(said({ phase: "unavailable" }), /go on in text/);
    assert.equal(said({ phase: "unavailable", reason: { sentence: "Why." } }), "Why.");
    assert.match(said({ phase: "over" }, { resume: true }), /microphone is off until you turn it on/);
  });
});
