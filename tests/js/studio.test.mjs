import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { lacking } from "../../whimsy/components/studio/able.js";
import { choices, following, parse, prefer } from "../../whimsy/components/studio/devices_core.js";
import { listen, loudness } from "../../whimsy/components/studio/level.js";
import { ASK_AGAIN_MS, Studio, TURNING_MS, UNSEEN_MS } from "../../whimsy/components/studio/studio_core.js";

class Track {
  readyState = "live";
  constructor(kind) {
    this.kind = kind;
  }
  stop() {
    this.readyState = "ended";
  }
}
class Stream {
  constructor(tracks = []) {
    this.tracks = tracks;
  }
  getTracks() {
    return this.tracks;
  }
}
const OVER = { phase: "over", reason: null, problem: null, mic: false, cam: false, screen: false, remote: {} };
const soon = () => new Promise((resolve) => setImmediate(resolve));

let world;
beforeEach(() => {
  world = {
    calls: [],
    made: [],
    rebuilt: [],
    screens: [],
    timers: [],
    kept: null,
    granted: false,
    refuse: null,
    pending: null,
    turning: false,
  };
});

function makeCall(callbacks) {
  const call = { started: [], stopped: [], callbacks, held: [] };
  call.start = async (given) => {
    call.started.push(given);
    if (given.stream) call.held = given.stream.getTracks();
    callbacks.onState({ ...OVER, phase: "starting", mic: true, cam: true });
  };
  call.stop = ({ keepMedia }) => {
    call.stopped.push(keepMedia);
    if (!keepMedia) {
      for (const track of call.held) track.stop();
      call.held = [];
      callbacks.onLocalStream(null);
    }
    callbacks.onRemoteStream(null);
    callbacks.onState(OVER);
  };
  call.reveal = (level) => (call.wanted = level);
  call.receive = call.resumed = call.networkChanged = () => {};
  world.calls.push(call);
  return call;
}

function makeMedia(changed) {
  const media = { tracks: [], problem: null, flags: { mic: false, cam: false, screen: false } };
  media.open = async (wanted) => {
    media.wanted = wanted;
    if (world.pending) await world.pending;
    if (world.refuse) media.problem = { code: world.refuse, kinds: ["audio", "video"], sentence: "", way: "" };
    else media.tracks = ["audio", "video"].filter((kind) => wanted[kind]).map((kind) => new Track(kind));
    world.made.push(media);
    changed();
  };
  media.found = (kinds) => ((media.problem = { code: "found", kinds }), changed());
  media.stop = () => media.tracks.forEach((track) => track.stop());
  return media;
}

function studio() {
  return new Studio({
    makeCall,
    makeMedia,
    Stream,
    clock: {
      after(ms, then) {
        const timer = { ms, then, on: true };
        world.timers.push(timer);
        return () => (timer.on = false);
      },
    },
    store: {
      room: () => world.kept,
      level: (room) => (room === world.kept ? world.level : undefined),
      remember: (room, level) => Object.assign(world, { kept: room, level }),
      forget: () => (world.kept = null),
    },
    steps: () => world.steps,
    granted: async () => world.granted,
    turning: () => world.turning,
    screen: (stream) => world.screens.push(stream),
    rebuild: (room, n) => world.rebuilt.push([room, n]),
  });
}

const fire = (ms) =>
  world.timers.filter((timer) => timer.on && timer.ms === ms).forEach((timer) => ((timer.on = false), timer.then()));
const chat = (change = {}) => ({
  phase: "chatting",
  room: "r",
  video: "on",
  n: 1,
  polite: false,
  ice: {},
  mode: "text",
  ...change,
});
const lights = () =>
  world.made.flatMap((media) => media.tracks).filter(({ readyState }) => readyState === "live").length;

describe("a call", () => {
  it("begins with the camera that was opened by a click", async () => {
    const it = studio();
    assert.equal(await it.open(), true);
    it.follow(chat());
    await soon();
    const [{ room, call, stream, want, keepMedia }] = world.calls[0].started;
    assert.deepEqual([room, call, keepMedia, want], ["r", 1, false, { audio: true, video: true }]);
    assert.equal(stream.getTracks().length, 2);
    assert.equal(world.kept, "r");
  });

  it("begins with voices for who goes by steps, and where it was after a reload", async () => {
    const reveals = () => world.calls.flatMap(({ started }) => started.map(({ reveal }) => reveal));
    const begin = async (it, change) => {
      await it.open();
      it.follow(chat(change));
      await soon();
    };
    world.steps = true;
    await begin(studio());
    world.level = "blurred";
    await begin(studio());
    await begin(studio(), { room: "q" });
    assert.deepEqual([reveals(), world.level], [["voice", "blurred", "voice"], "voice"]);
    world.steps = false;
    await begin(studio(), { room: "p" });
    assert.equal(reveals().at(-1), "clear");
  });

  it("keeps how much is wanted, and wants nothing without a call", async () => {
    const it = studio();
    it.reveal("clear");
    assert.equal(world.level, undefined);
    await it.open();
    it.follow(chat());
    await soon();
    it.reveal("blurred");
    assert.deepEqual([world.level, world.calls[0].wanted], ["blurred", "blurred"]);
  });

  it("never turns on a camera by itself", async () => {
    const it = studio();
    it.follow(chat());
    await soon();
    assert.equal(world.made.length, 0);
    assert.equal(world.calls[0].started.length, 0);
    assert.equal(it.state.resume, true);
  });

  it("begins once however often it is told", async () => {
    const it = studio();
    await it.open();
    for (let i = 0; i < 3; i += 1) it.follow(chat());
    await soon();
    assert.equal(world.calls[0].started.length, 1);
  });

  it("waits for a camera that is still being asked for", async () => {
    const it = studio();
    let allow;
    world.pending = new Promise((resolve) => (allow = resolve));
    const opened = it.open();
    it.follow(chat());
    await soon();
    assert.equal(world.calls[0].started.length, 0);
    allow();
    await opened;
    await soon();
    assert.equal(world.calls[0].started.length, 1);
  });

  it("that is over before the camera came is not begun", async () => {
    const it = studio();
    let allow;
    world.pending = new Promise((resolve) => (allow = resolve));
    const opened = it.open();
    it.follow(chat());
    it.follow(chat({ video: "", n: 0 }));
    allow();
    await opened;
    await soon();
    assert.equal(world.calls[0].started.length, 0);
  });

  it("goes on under a new number without a question", async () => {
    const it = studio();
    await it.open();
    it.follow(chat());
    await soon();
    it.follow(chat({ n: 2 }));
    await soon();
    assert.deepEqual(
      world.calls[0].started.map(({ call }) => call),
      [1, 2],
    );
  });

  it("under an old number is not begun again", async () => {
    const it = studio();
    await it.open();
    it.follow(chat({ n: 3 }));
    await soon();
    it.stop();
    await it.open();
    it.follow(chat({ n: 3 }));
    await soon();
    assert.equal(world.calls[0].started.length, 1);
  });
});

describe("after a refresh", () => {
  it("a granted camera resumes with a new number", async () => {
    Object.assign(world, { kept: "r", granted: true });
    const it = studio();
    it.follow(chat({ n: 4 }));
    for (let i = 0; i < 5; i += 1) await soon();
    assert.deepEqual(world.rebuilt, [["r", 4]]);
    assert.equal(world.calls[0].started.length, 0);
    it.follow(chat({ n: 5 }));
    await soon();
    assert.equal(world.calls[0].started[0].call, 5);
  });

  it("asks again when nothing came of it", async () => {
    Object.assign(world, { kept: "r", granted: true });
    const it = studio();
    it.follow(chat({ n: 4 }));
    for (let i = 0; i < 5; i += 1) await soon();
    fire(ASK_AGAIN_MS);
    assert.equal(world.rebuilt.length, 2);
    it.follow(chat({ n: 5 }));
    fire(ASK_AGAIN_MS);
    assert.equal(world.rebuilt.length, 2);
  });

  it("a camera that would be asked for waits for a click", async () => {
    world.kept = "r";
    const it = studio();
    it.follow(chat({ n: 4 }));
    for (let i = 0; i < 5; i += 1) await soon();
    assert.equal(it.state.resume, true);
    await it.resume();
    assert.deepEqual(world.rebuilt, [["r", 4]]);
  });

  it("a refused camera offers to try again", async () => {
    world.refuse = "denied";
    const it = studio();
    it.follow(chat());
    await it.resume();
    assert.equal(it.state.resume, true);
    assert.equal(it.state.problem.code, "denied");
    assert.deepEqual(world.rebuilt, []);
  });
});

describe("what was missing", () => {
  it("is told of when it is there, and not turned on by itself", async () => {
    world.refuse = "missing";
    const it = studio();
    await it.open();
    it.devicesChanged(["audio"]);
    assert.deepEqual(it.state.problem, { code: "found", kinds: ["audio"] });
    assert.equal(lights(), 0);
    it.devicesChanged(["video"]); // nothing is missed any more
    assert.deepEqual(it.state.problem.kinds, ["audio"]);
  });

  it("is asked for alone", async () => {
    const it = studio();
    await it.open({ audio: true, video: false });
    assert.deepEqual(world.made[0].wanted, { audio: true, video: false });
  });
});

describe("a meter", () => {
  const stream = { getAudioTracks: () => [{}] };
  const throws = () => {
    throw new DOMException("different sample-rate", "NotSupportedError");
  };

  it("that this browser cannot make is none, and what was opened for it is closed", () => {
    let closed = 0;
    class Context {
      createAnalyser = () => ({});
      createMediaStreamSource = throws;
      close = async () => void (closed += 1);
    }
    assert.equal(listen(stream, throws, Context), null);
    assert.equal(closed, 1);
    assert.equal(
      listen(
        stream,
        throws,
        class {
          constructor() {
            throws();
          }
        },
      ),
      null,
    );
    assert.equal(listen(stream, throws, null), null);
    assert.equal(listen({ getAudioTracks: () => [] }, throws, Context), null);
  });
});

describe("a browser", () => {
  const whole = {
    RTCPeerConnection: class {},
    MediaStream: class {},
    isSecureContext: true,
    navigator: { mediaDevices: { getUserMedia() {} } },
  };

  it("lacks nothing, or a sentence says what", () => {
    assert.equal(lacking(whole), null);
    const lacks = [
      { RTCPeerConnection: undefined },
      { MediaStream: undefined },
      { navigator: {} },
      { navigator: {}, isSecureContext: false },
    ];
    assert.deepEqual(
      lacks.map((change) => lacking({ ...whole, ...change }).code),
      ["calls", "calls", "cameras", "insecure"],
    );
  });
});

describe("the light", () => {
  it("goes off when no own picture is shown", async () => {
    const it = studio();
    const hide = it.show();
    await it.open();
    hide();
    assert.equal(lights(), 2);
    fire(UNSEEN_MS);
    assert.equal(lights(), 0);
  });

  it("waits longer where the next part of the page has a picture to show", async () => {
    const it = studio();
    const hide = it.show();
    await it.open();
    world.turning = true;
    hide();
    fire(UNSEEN_MS);
    assert.equal(lights(), 2);
    fire(TURNING_MS);
    assert.equal(lights(), 0);
  });

  it("does not wait for another picture after the call of a text chat", async () => {
    const it = studio();
    const hide = it.show();
    await it.open();
    it.follow(chat());
    await soon();
    world.turning = true;
    hide();
    fire(UNSEEN_MS);
    assert.equal(lights(), 0);
  });

  it("stays on while the page turns over", async () => {
    const it = studio();
    const hide = it.show();
    await it.open();
    hide();
    it.show();
    fire(UNSEEN_MS);
    assert.equal(lights(), 2);
  });

  it("goes off with the end of a text chat's video", async () => {
    const it = studio();
    await it.open();
    it.follow(chat());
    await soon();
    it.follow(chat({ phase: "ended", video: "", n: 0 }));
    assert.equal(lights(), 0);
    assert.equal(world.kept, null);
  });

  it("stays on between two calls of who wants video, and the next begins with it", async () => {
    const it = studio();
    await it.open();
    it.follow(chat({ mode: "video" }));
    await soon();
    it.follow(chat({ mode: "video", phase: "ended", video: "", n: 0 }));
    it.follow(chat({ mode: "video", phase: "searching", room: "", video: "", n: 0 }));
    assert.equal(lights(), 2);
    it.follow(chat({ mode: "video", room: "s" }));
    await soon();
    assert.equal(world.calls[0].started[1].room, "s");
    assert.equal(world.made.length, 1);
  });

  it("goes off when a search is given up", async () => {
    const it = studio();
    it.follow(chat({ mode: "video", phase: "idle", room: "", video: "", n: 0 }));
    await it.open();
    it.follow(chat({ mode: "video", phase: "searching", room: "", video: "", n: 0 }));
    it.follow(chat({ mode: "video", phase: "idle", room: "", video: "", n: 0 }));
    assert.equal(lights(), 0);
  });

  it("goes off when the page goes", async () => {
    const it = studio();
    await it.open();
    it.leavePage();
    assert.equal(lights(), 0);
  });
});

describe("devices", () => {
  it("are wished for as they were chosen, but never demanded", () => {
    assert.deepEqual(prefer({ audio: {}, video: { width: 1 } }, { audio: "", video: "c" }), {
      audio: {},
      video: { width: 1, deviceId: { ideal: "c" } },
    });
    assert.deepEqual(prefer({ video: true }, { video: "c" }), { video: true });
    assert.deepEqual(prefer({ video: { deviceId: { exact: "d" } } }, { video: "c" }), {
      video: { deviceId: { exact: "d" } },
    });
  });

  it("have names, or numbers until the browser names them", () => {
    const all = [
      { kind: "videoinput", deviceId: "a", label: "Front" },
      { kind: "videoinput", deviceId: "b", label: "" },
      { kind: "audioinput", deviceId: "", label: "" },
    ];
    assert.deepEqual(choices(all, "video"), [
      { id: "a", name: "Front" },
      { id: "b", name: "Camera 2" },
    ]);
    assert.deepEqual(choices(all, "audio"), []);
  });

  it("follow one another", () => {
    assert.equal(following([{ id: "a" }, { id: "b" }], "b"), "a");
    assert.equal(following([{ id: "a" }], "a"), "");
  });

  it("come out of a broken storage as none", () => {
    for (const text of [null, "", "{", "null", '{"audio":1}']) assert.deepEqual(parse(text), { audio: "", video: "" });
  });

  it("show silence as nothing and a shout as all", () => {
    assert.equal(loudness(new Float32Array(8)), 0);
    assert.equal(loudness(new Float32Array(8).fill(0.9)), 1);
  });
});

describe("voice", () => {
  const voices = (change) => chat({ room: "voice-r", mode: "voice", ...change });
  const kinds = (media) => media.tracks.map(({ kind }) => kind);

  it("opens the microphone alone, before a chat and in it", async () => {
    const it = studio();
    it.follow(voices({ phase: "idle", room: "", video: "" }));
    await it.open();
    assert.deepEqual(kinds(world.made[0]), ["audio"]);
    it.follow(voices());
    await soon();
    assert.deepEqual(world.calls[0].started[0].want, { audio: true, video: false });
    assert.equal(world.calls[0].started[0].keepMedia, true);
  });

  it("is asked for again in its room, whatever the next search will be", async () => {
    const it = studio();
    it.follow(voices({ mode: "text" }));
    await it.resume();
    assert.deepEqual(kinds(world.made[0]), ["audio"]);
  });

  it("never sends a camera that was on for another search", async () => {
    const it = studio();
    it.follow(chat({ phase: "idle", room: "", video: "", mode: "video" }));
    await it.open();
    it.follow(voices({ mode: "video" }));
    await soon();
    const [{ want, stream }] = world.calls[0].started;
    assert.deepEqual([want, stream], [{ audio: true, video: false }, undefined]);
    assert.equal(lights(), 0);
  });

  it("stays on for the next person, and goes off where the chat goes on without it", async () => {
    const it = studio();
    it.follow(voices({ phase: "idle", room: "", video: "" }));
    await it.open();
    it.follow(voices({ phase: "searching", room: "", video: "" }));
    assert.equal(lights(), 1);
    it.follow(voices({ video: "" }));
    assert.equal(lights(), 0);
  });

  it("ends what was on when the visitor changes between voice and video", async () => {
    const it = studio();
    it.follow(voices({ phase: "idle", room: "", video: "" }));
    await it.open();
    it.follow(chat({ phase: "idle", room: "", video: "", mode: "video" }));
    assert.equal(lights(), 0);
    await it.open();
    assert.deepEqual(kinds(world.made[1]), ["audio", "video"]);
  });
});
