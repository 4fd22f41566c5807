// Asks for a screen to share, and says what went wrong. A closed picker and a page that may not ask give the same error
// in every browser, so its message and the page's policy tell them apart.

import { say } from "./permission.js";

const WANTED = { video: { width: { max: 1_920 }, height: { max: 1_080 }, frameRate: { max: 15 } } };

const CODES = {
  NotAllowedError: "closed",
  NotFoundError: "missing",
  NotReadableError: "busy",
  InvalidStateError: "click",
};

const SENTENCES = {
  closed: ["Nothing is shared.", "Choose Share screen to be asked again."],
  forbidden: ["This page may not share a screen here.", "Everything else goes on."],
  system: ["Your system keeps your screen from this browser.", "Allow it in the system settings."],
  missing: ["No screen was found that could be shared.", "Everything else goes on."],
  busy: ["Your system does not give that screen or window.", "Choose another one."],
  click: ["Your browser wants a fresh click for that.", "Choose Share screen once more."],
  early: ["There is nobody to share it with yet.", "Share it once the video is on."],
  unsupported: ["This browser cannot share a screen.", "Try it on a computer."],
  unknown: ["Your screen was not shared.", "Try again. Everything else goes on."],
};

/** The problem `code`, as in permission.js. @param {string} code */
export function problem(code) {
  const [sentence, way] = SENTENCES[code];
  return say({ code, kinds: ["screen"], sentence, way });
}

/** Ask for a screen; resolves to {track, problem}, one of them null, and never throws. */
export async function share(devices) {
  if (!devices?.getDisplayMedia) return { track: null, problem: problem("unsupported") };
  try {
    const tracks = (await devices.getDisplayMedia(WANTED)).getTracks();
    const track = tracks.find(({ kind }) => kind === "video") ?? null;
    for (const other of tracks) if (other !== track) other.stop();
    if (track) track.contentHint = "detail"; // text must stay readable
    return { track, problem: track ? null : problem("unknown") };
  } catch (error) {
    return { track: null, problem: problem(codeOf(error, devices)) };
  }
}

function codeOf(/** @type {any} */ { name, message }, devices) {
  const code = Object.hasOwn(CODES, name ?? "") ? CODES[name] : "unknown";
  if (code !== "closed") return code;
  if (/policy/i.test(message) || devices.allows?.("display-capture") === false) return "forbidden";
  return /system/i.test(message) ? "system" : "closed";
}
