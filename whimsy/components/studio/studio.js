// The studio of the page: studio_core.js with the parts of the browser that it needs.
import { createCall } from "$/whimsy/call/call_core.js";
import { LocalMedia } from "$/whimsy/call/media_core.js";
import { steps } from "$/whimsy/reveal/steps.js";
import { eyeOf, hire } from "$/whimsy/screen/eye.js";
import { inspector } from "$/whimsy/screen/inspector.js";
import { wire } from "$/whimsy/wire/reflex.js";
import { devices } from "./devices.js";
import { kept } from "./kept.js";
import { Studio } from "./studio_core.js";

const clock = {
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

const browser = { PeerConnection: window.RTCPeerConnection, Stream: window.MediaStream };

/**
 * Set by the page: screen(stream) shows the stranger, rebuild(room, n) asks for a new call, screened tells whether the
 * deployer wants pictures looked at; remote: the stream.
 */
export const hooks = { screen: null, rebuild: null, remote: null, screened: false };

const inspect = inspector({ wanted: () => hooks.screened, eye: eyeOf, hire, clock });

export const studio = new Studio({
  makeCall: (callbacks) => createCall({ ...browser, media: devices.media, send, servers, clock, inspect, callbacks }),
  makeMedia: (changed) => new LocalMedia({ devices: devices.media, clock, changed, inspect }),
  Stream: window.MediaStream,
  clock,
  store: kept(sessionStorage),
  steps: steps.snapshot,
  granted,
  turning: () => document.querySelector(".door, .search, .chat") !== null,
  screen(stream) {
    hooks.remote = stream;
    hooks.screen?.(stream);
  },
  rebuild: (room, n) => hooks.rebuild?.(room, n),
});

devices.heed((present) => studio.devicesChanged(present));
const socket = wire();
socket.on("signal", (signal) => studio.receive(signal));
window.addEventListener("whimsy:wire", ({ detail }) => detail.connected && studio.resumed());
window.addEventListener("online", () => studio.networkChanged());
navigator.connection?.addEventListener?.("change", () => studio.networkChanged());
window.addEventListener("pagehide", () => studio.leavePage());
window.addEventListener("pageshow", ({ persisted }) => persisted && studio.cameBack());

function send(signal) {
  if (!socket.connected) return false;
  socket.emit("signal", signal);
  return true;
}

/** Servers with a new credential for the call { room, call }, or null if there is no answer within two seconds. */
async function servers(call) {
  if (!socket.connected) return null;
  const answer = socket.timeout(2_000).emitWithAck("servers", call);
  return answer.catch(() => null);
}

/** Whether the browser would open camera or microphone without asking; false where it cannot tell. */
async function granted({ video }) {
  try {
    const names = video ? ["camera", "microphone"] : ["microphone"];
    const all = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return all.every(({ state }) => state === "granted");
  } catch {
    return false;
  }
}
