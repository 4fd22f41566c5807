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

  it("says what is wrong with it, and nothing while both are heard", () => {
    assert.equal(sentence(call(), false), "");
    assert.equal(sentence(call({ remote: { mic: false } }), false), "Their microphone is off.");
    assert.equal(sentence(call({ phase: "starting" }), false), "Connecting…");
    assert.equal(sentence(call({ phase: "unsteady" }), false), "Reconnecting…");
    assert.match(sentence(call({ phase: "unavailable" }), false), /go on in text/);
    assert.equal(sentence(call({ phase: "unavailable", reason: { sentence: "Why." } }), false), "Why.");
    assert.match(sentence(call({ phase: "over" }), true), /microphone is off until you turn it on/);
  });
});
