// What the stage shows and says, and where the own picture is on it.

const WORDS = { good: "Good connection", fair: "A little slow", poor: "Poor connection" };
/** @typedef {import("$/whimsy/call/call_core.js").State} Call */
/** @typedef {import("$/whimsy/call/quality.js").Numbers} Numbers */

/** How the stranger's picture is shown: "shown", "blurred" or "off". */
export function remoteOf(/** @type {Call} */ { phase, remote }, { lifted, hidden }) {
  const playing = phase === "live" || phase === "unsteady";
  if (!playing || hidden || !(remote.cam || remote.screen)) return "off";
  return lifted ? "shown" : "blurred";
}

/** The one sentence in the middle of the stage while there is no picture; "" when there is one. */
export function sentence(/** @type {Call} */ { phase, reason, remote }, { resume, hidden }) {
  if (resume) return "Video is on in this chat. Your camera is off until you turn it on.";
  if (phase === "over") return reason?.sentence ?? "";
  if (phase === "unavailable") return reason?.sentence ?? "Video is not available. You can go on in text.";
  if (phase !== "live" && phase !== "unsteady") return "Connecting the video…";
  if (hidden) return "Sound only.";
  if (remote.cam || remote.screen) return "";
  return remote.mic ? "Their camera is off." : "Their camera and microphone are off.";
}

/** The remark beside a picture: an interruption, a microphone that is off, or the quality. */
export function remark(/** @type {Call} */ { phase, remote }, /** @type {Numbers | null} */ numbers) {
  if (phase === "unsteady") return { tone: "poor", words: "Reconnecting the video…" };
  if (phase !== "live" || !numbers?.word) return null;
  if (still({ phase, remote }, numbers)) return { tone: "poor", words: "Their picture has stopped" };
  if (remote.screen) return { tone: numbers.word, words: "You see their screen" };
  if (!remote.mic && remote.cam) return { tone: numbers.word, words: "Their microphone is off" };
  return { tone: numbers.word, words: WORDS[numbers.word] };
}

/** Whether nothing arrives though their camera or screen is on, so that the picture is an old one. */
export function still({ phase, remote }, numbers) {
  return phase === "live" && (remote.cam || remote.screen) && Boolean(numbers?.word) && numbers?.kbps_in === 0;
}

/** The numbers as names and values to show. @param {Numbers} numbers */
export function readings({ rtt_ms, loss_pct, kbps_in, kbps_out, fps, width, height, path }) {
  return [
    ["Delay", `${rtt_ms} ms`],
    ["Loss", `${loss_pct} %`],
    ["Down", `${kbps_in} kbit/s`],
    ["Up", `${kbps_out} kbit/s`],
    ["Picture", width ? `${width} × ${height}, ${fps} fps` : "none"],
    ["Way", { relay: "relayed", direct: "direct" }[path] ?? "not known"],
  ];
}

/** The corner nearest to a point, given from 0 to 1 both ways. @param {number} x @param {number} y */
export function corner(x, y) {
  return `${y < 0.5 ? "top" : "bottom"} ${x < 0.5 ? "left" : "right"}`;
}

/** The corner that an arrow key moves to; null for any other key. @param {string} from @param {string} key */
export function steer(from, key) {
  const [row, column] = from.split(" ");
  const rows = { ArrowUp: "top", ArrowDown: "bottom" };
  const columns = { ArrowLeft: "left", ArrowRight: "right" };
  if (!(key in rows || key in columns)) return null;
  return `${rows[key] ?? row} ${columns[key] ?? column}`;
}
