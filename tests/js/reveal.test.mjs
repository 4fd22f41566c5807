// A call by steps: neither is shown more of than both want.
import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { COARSE, cap, put } from "../../whimsy/components/call/sender.js";
import { after, lesser, levelOf, stepOf } from "../../whimsy/components/reveal/reveal_core.js";
import { kept } from "../../whimsy/components/studio/kept.js";
import { Pair, settle, Track } from "./call_fakes.test.mjs";

const reveals = ({ said }) => said.filter(({ kind }) => kind === "media").map(({ body }) => body.reveal);

describe("the levels", () => {
  it("go from voices by blurred to clear pictures, and what is not told is clear", () => {
    assert.deepEqual(["voice", "blurred", "clear"].map(after), ["blurred", "clear", "clear"]);
    assert.deepEqual(["blurred", undefined, "more", 1].map(levelOf), ["blurred", "clear", "clear", "clear"]);
    assert.deepEqual([lesser("voice", "clear"), lesser("clear", "blurred")], ["voice", "blurred"]);
  });

  it("are told in words, with a button as long as it is this side's turn", () => {
    assert.equal(stepOf("clear", "clear"), null);
    assert.deepEqual(
      ["voice", "blurred"].map((level) => stepOf(level, level).next),
      ["Show blurred pictures", "Show clear pictures"],
    );
    assert.equal(stepOf("blurred", "voice").next, "");
    assert.match(stepOf("voice", "clear").more, /They’d like blurred pictures/);
    assert.match(stepOf("clear", "blurred").more, /you’d like clear pictures/);
  });
});

describe("a call by steps", () => {
  let pair;
  const pictures = () => [pair.a.sent.video, pair.b.sent.video].map(Boolean);
  const scales = () =>
    [pair.a, pair.b].map(({ pc }) => {
      const { sender } = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === "video");
      return sender.parameters.encodings[0].scaleResolutionDownBy;
    });
  const want = async (side, level) => {
    side.call.reveal(level);
    await pair.drain();
  };

  beforeEach(async () => {
    pair = new Pair();
    await Promise.all([pair.a.start({ reveal: "voice" }), pair.b.start()]);
    await pair.drain();
    for (const { pc } of [pair.a, pair.b]) pc.become("connected");
  });

  it("begins with voices on both sides, though one of them wants more", () => {
    assert.deepEqual(pictures(), [false, false]);
    assert.deepEqual([pair.a.sent.audio.kind, pair.b.sent.audio.kind], ["audio", "audio"]);
    assert.deepEqual([pair.a.state.remote.cam, pair.b.state.remote.cam], [false, false]);
    assert.deepEqual([reveals(pair.a), reveals(pair.b)], [["voice"], [undefined, undefined]]);
    assert.deepEqual([pair.a.state.cam, pair.b.state.cam], [true, true], "the cameras are ready");
  });

  it("shows coarse pictures when both want them, and clear ones when both want those", async () => {
    await want(pair.a, "blurred");
    assert.deepEqual(
      [pictures(), scales()],
      [
        [true, true],
        [COARSE, COARSE],
      ],
    );
    await want(pair.a, "clear");
    assert.deepEqual(
      [pictures(), scales()],
      [
        [true, true],
        [1, 1],
      ],
    );
  });

  it("takes no step that only one of them wants", async () => {
    pair.b.call.reveal("voice");
    await want(pair.a, "blurred");
    assert.deepEqual(pictures(), [false, false]);
    await want(pair.b, "blurred");
    await want(pair.a, "clear");
    assert.deepEqual(
      [pictures(), scales()],
      [
        [true, true],
        [COARSE, COARSE],
      ],
    );
  });

  it("shows no screen before the pictures are clear", async () => {
    await want(pair.a, "blurred");
    const camera = pair.a.sent.video;
    await pair.a.call.shareScreen(true);
    await pair.drain();
    assert.deepEqual([pair.a.sent.video, pair.b.state.remote.screen], [camera, false]);
    await want(pair.a, "clear");
    assert.deepEqual([pair.a.sent.video.label, pair.b.state.remote.screen], ["screen", true]);
  });

  it("stays where it was when the connection is set up anew", async () => {
    await want(pair.a, "blurred");
    pair.at = { a: pair.a.said.length, b: pair.b.said.length };
    await pair.b.start({ call: 2 });
    await pair.a.start({ call: 2, reveal: "blurred" });
    await settle();
    assert.equal(pair.b.state.remote.reveal, "blurred", "before anybody told");
    await pair.drain();
    assert.deepEqual(
      [pictures(), scales()],
      [
        [true, true],
        [COARSE, COARSE],
      ],
    );
  });
});

describe("a sender", () => {
  const camera = () => new Track("video");
  function sender({ able = true } = {}) {
    const it = { track: null, steps: [], parameters: { encodings: [{}] } };
    it.getParameters = () => it.parameters;
    it.setParameters = async (parameters) => {
      if (!able) throw new Error("not here");
      it.parameters = parameters;
      it.steps.push(parameters.encodings[0].scaleResolutionDownBy);
    };
    it.replaceTrack = async (track) => {
      it.track = track;
      it.steps.push(track);
    };
    return it;
  }

  it("is coarse before it has the picture", async () => {
    const [it, track] = [sender(), camera()];
    await put(it, track, { coarse: true });
    assert.deepEqual(it.steps, [COARSE, track, COARSE]);
    await cap(it);
    assert.equal(it.steps.at(-1), COARSE, "also when it is capped again");
  });

  it("sends nothing where the browser has no coarse pictures", async () => {
    const it = sender({ able: false });
    await put(it, camera());
    assert.ok(it.track, "a clear one needs no limit");
    await put(it, camera(), { coarse: true });
    assert.equal(it.track, null);
  });

  it("sends what was wanted last", async () => {
    const it = sender();
    await Promise.all([put(it, camera(), { coarse: true }), put(it, null)]);
    assert.equal(it.track, null);
  });
});

describe("what a tab keeps of its video", () => {
  it("is the room, and the level in it", () => {
    const held = {};
    const store = kept({
      getItem: (key) => held[key] ?? null,
      setItem: (key, value) => (held[key] = value),
      removeItem: (key) => delete held[key],
    });
    assert.deepEqual([store.room(), store.level("r")], [null, undefined]);
    store.remember("r", "blurred");
    assert.deepEqual([store.room(), store.level("r"), store.level("q")], ["r", "blurred", undefined]);
    store.forget();
    assert.equal(store.room(), null);
  });
});
