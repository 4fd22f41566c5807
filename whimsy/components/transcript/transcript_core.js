// What a transcript is, without a page: windows merged by seq, lines folded into what is drawn.

/** @typedef {{ seq: number, at: number, mine: boolean, kind: string, code: string, text: string }} Said */
/** @typedef {Said & { reason?: string, rest?: number, shared?: string[] }} Line */
/** @typedef {{ room: string, lines: Line[], full?: boolean }} Window */
/** @typedef {{ room: string, lines: Line[], whole: boolean, gap: number }} Held */
/** @typedef {{ room: string, typing: number, last: number, until: number }} Heard */
/** @typedef {{ type: string, key: string | number, [drawn: string]: any }} Item */

/** @type {Held} */
export const EMPTY = { room: "", lines: [], whole: false, gap: 0 };
const GROUP_MS = 60_000;
const TYPING_MS = 4_000;
const VIDEO = {
  // Of who reads it, and of the stranger.
  video_offered: ["You asked for video.", "They asked for video."],
  video_declined: ["", ""], // said by `declined`
  video_on: ["Video is on.", "Video is on."],
  video_stopped: ["You turned video off.", "They turned video off."],
};

/**
 * Take a window into what is held, the newest `most` lines; the same object comes back when nothing is new.
 *
 * `gap` is the first seq that is missing (0: none): only a full window can close it. Windows may
 * come twice or be skipped by the renderer, so all that counts is which seqs are there.
 */
export function merge(/** @type {Held} */ held, /** @type {Window | undefined} */ window, most = Infinity) {
  if (!window?.room) return held.room ? EMPTY : held;
  const old = held.room === window.room ? held : { ...EMPTY, room: window.room };
  const known = new Map(old.lines.map((line) => [line.seq, line]));
  const fresh = window.lines.filter((line) => !known.has(line.seq));
  if (old === held && !fresh.length && !(window.full && held.gap)) return held;

  for (const line of fresh) known.set(line.seq, line);
  let lines = [...known.values()].sort((a, b) => a.seq - b.seq);
  // What a full window does not bring is gone for good: keep only what joins up with it.
  if (window.full) lines = joined(lines, window.lines[0]?.seq ?? 0);
  const whole = old.whole || Boolean(window.full) || lines[0]?.seq === 1;
  return { room: window.room, lines: lines.slice(-most), whole, gap: missing(lines, whole) };
}

function joined(/** @type {Line[]} */ lines, /** @type {number} */ first) {
  let from = 0;
  lines.forEach((line, i) => {
    if (i && line.seq <= first && line.seq !== lines[i - 1].seq + 1) from = i;
  });
  return lines.slice(from);
}

function missing(/** @type {Line[]} */ lines, /** @type {boolean} */ whole) {
  if (lines.length && !whole && lines[0].seq > 1) return 1;
  const hole = lines.findIndex((line, i) => i && line.seq !== lines[i - 1].seq + 1);
  return hole < 0 ? 0 : lines[hole - 1].seq + 1;
}

/** What a system line says to its reader; "" when it says nothing. @param {Line} line */
export function words(line) {
  if (line.code === "left") {
    if (line.mine) return line.reason === "lost" ? "You were gone too long. The chat has ended." : "You left.";
    return line.reason === "lost" ? "They left. Their connection was lost." : "They left.";
  }
  if (line.code === "lost") return "Our servers lost this chat. It was us, not them.";
  if (line.code === "video_declined") return declined(line);
  if (line.code in VIDEO) return VIDEO[line.code][line.mine ? 0 : 1];
  if (line.mine) return "";
  return { away: "They are reconnecting…", back: "They are back." }[line.code] ?? "";
}

/** What "not now" means for who asked: `rest` is in seconds, -1 for the rest of the chat. @param {Line} line */
function declined({ mine, reason, rest = 0 }) {
  const never = rest < 0;
  if (reason === "unable") return mine ? "Your browser has no video calls." : "Their browser has no video calls.";
  if (mine) return never ? "You’d rather not. They won’t ask again in this chat." : "You’d rather not, for now.";
  if (never) return "They’d rather not. Only they can ask for video now.";
  return rest ? `They’d rather not, for now. You can ask again in ${rest} seconds.` : "They’d rather not, for now.";
}

/** Whether this line says again what was said: a call set up anew, or the video two have met for. */
function again(/** @type {Line} */ line, /** @type {Line[]} */ lines) {
  if (line.code !== "video_on") return false;
  const before = lines.findLast(({ seq, code }) => seq < line.seq && (code in VIDEO || code === "connected"));
  return before?.code === "video_on" || before?.code === "connected";
}

const dateOf = (/** @type {number} */ at) => new Date(at).toDateString();

/** Lines to draw: openings, days (only once there is more than today), notes, and grouped texts. */
export function fold(/** @type {Line[]} */ lines, /** @type {string} */ today, dayOf = dateOf) {
  const items = /** @type {Item[]} */ ([]);
  let day = today;
  for (const line of lines) {
    if (dayOf(line.at) !== day) {
      day = dayOf(line.at);
      items.push({ type: "day", key: `day ${line.seq}`, at: line.at });
    }
    if (line.kind === "text") items.push({ type: "text", key: line.seq, line, first: true, last: true });
    else if (line.code === "connected") items.push(opening(line, lines.at(-1) ?? line));
    else if (words(line) && !again(line, lines))
      note(items, { type: "note", key: line.seq, code: line.code, text: words(line) });
  }
  return group(items);
}

/** How a chat opens; of one that is over, how it did. The newest line of an ended room is the one that ended it. */
function opening(/** @type {Line} */ { seq, shared }, /** @type {Line} */ { code }) {
  const over = code === "left" || code === "lost";
  const alone = over ? "You met a stranger." : "You’re talking to a stranger.";
  const text = shared?.length ? `You both like ${shared.join(", ")}.` : alone;
  return { type: "opening", key: seq, text, hint: over ? "" : "Say hi." };
}

/** Away and straight back is one quiet line, however often it happens in a row. */
function note(/** @type {Item[]} */ items, /** @type {Item} */ next) {
  const before = items.at(-1);
  if (next.code !== "back" || before?.code !== "away") return void items.push(next);
  items.pop();
  if (items.at(-1)?.code === "reconnected") items.pop();
  items.push({ type: "note", key: before.key, code: "reconnected", text: "They reconnected." });
}

function group(/** @type {Item[]} */ items) {
  items.forEach((item, i) => {
    const next = items[i + 1];
    if (item.type !== "text" || next?.type !== "text") return;
    const together = next.line.mine === item.line.mine && next.line.at - item.line.at < GROUP_MS;
    item.last = next.first = !together;
  });
  return items;
}

/**
 * Whether the stranger is typing: `until` is when the sign goes out by itself.
 *
 * The first look at a room shows nothing: the counter it sees may be an old one.
 * @param {Heard | null} held @param {Omit<Heard, "until"> & { now: number }} now
 */
export function hear(held, { room, typing, last, now }) {
  if (held?.room !== room) return { room, typing, last, until: 0 };
  let { until } = held;
  if (typing !== held.typing) until = typing > 0 ? now + TYPING_MS : 0;
  if (last !== held.last) until = 0;
  return { room, typing, last, until };
}

/** The seq of the stranger's newest line, words or not. @param {Line[]} lines */
export function lastOfStranger(lines) {
  return lines.findLast((line) => !line.mine)?.seq ?? 0;
}
