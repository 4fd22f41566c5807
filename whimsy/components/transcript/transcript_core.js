// The transcript: windows of lines are merged by seq, and lines folded into the items to draw.

/** @typedef {{ seq: number, at: number, mine: boolean, kind: string, code: string, text: string }} Said */
/** @typedef {Said & { reason?: string, rest?: number, shared?: string[], to?: number, by?: number }} Line */
/** @typedef {{ room: string, lines: Line[], full?: boolean }} Window */
/** @typedef {{ room: string, lines: Line[], whole: boolean, gap: number }} Held */
/** @typedef {{ room: string, typing: number, last: number, until: number }} Heard */
/** @typedef {{ type: string, key: string | number, [drawn: string]: any }} Item */

/** @type {Held} */
export const EMPTY = { room: "", lines: [], whole: false, gap: 0 };
/** Pixels of the transcript below what is seen, up to which its reader is at the end. */
export const NEAR_PX = 80;
const GROUP_MS = 60_000;
const GAP_MS = 300_000;
const TYPING_MS = 4_000;
const VIDEO = {
  // By the reader, and by the stranger.
  video_offered: ["You asked for video.", "They asked for video."],
  video_declined: ["", ""], // said by `declined`
  video_on: ["Video is on.", "Video is on."],
  video_stopped: ["You turned video off.", "They turned video off."],
};
const VOICE = {
  video_offered: ["You asked to talk by voice.", "They asked to talk by voice."],
  video_declined: ["", ""],
  video_on: ["Voice is on.", "Voice is on."],
  video_stopped: ["You turned voice off.", "They turned voice off."],
};

/**
 * Merge a window into what is held, of which the newest `most` lines are kept; returns `held` itself if nothing is new.
 *
 * `gap` is the first seq that is missing, or 0; only a full window can close it. Windows may arrive twice or be skipped
 * by React, so only the seqs of their lines count.
 */
export function merge(/** @type {Held} */ held, /** @type {Window | undefined} */ window, most = Infinity) {
  if (!window?.room) return held.room ? EMPTY : held;
  const old = held.room === window.room ? held : { ...EMPTY, room: window.room };
  const known = new Map(old.lines.map((line) => [line.seq, line]));
  const fresh = window.lines.filter((line) => !known.has(line.seq));
  if (old === held && !fresh.length && !(window.full && held.gap)) return held;

  for (const line of fresh) known.set(line.seq, line);
  let lines = [...known.values()].sort((a, b) => a.seq - b.seq);
  // What a full window lacks is no longer in the store, so only lines that adjoin it are kept.
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

/** The sentence of a system line for its reader, or "". voice: in a room of voices. @param {Line} line */
export function words(line, voice = false) {
  if (line.code === "left") {
    if (line.mine) return line.reason === "lost" ? "You were gone too long. The chat has ended." : "You left.";
    return line.reason === "lost" ? `${they(line)} left. Their connection was lost.` : `${they(line)} left.`;
  }
  if (line.code === "asker_left") return askerLeft(line);
  if (line.code === "lost") return "Our servers lost this chat. It was us, not them.";
  if (line.code === "again") return "You both would like to meet again. You find how on the start page.";
  if (line.code === "video_declined") return declined(line, voice);
  if (line.code in VIDEO) return (voice ? VOICE : VIDEO)[line.code][line.mine ? 0 : 1];
  if (line.mine) return "";
  const are = line.by ? `${they(line)} is` : "They are";
  return { away: `${are} reconnecting…`, back: `${are} back.` }[line.code] ?? "";
}

/** Who wrote a line, for screen readers, and where a third reads along. @param {Line} line */
export function name({ mine, by }) {
  if (by) return `Stranger ${by}`;
  return mine ? "You" : "Stranger";
}

/** The other side, or one of two whom the reader watches. @param {Line} line */
const they = (line) => (line.by ? name(line) : "They");

/** Whether a line stands on the right: one's own, or of the second of two whom the reader watches. @param {Line} line */
export const isRight = ({ mine, by }) => mine || by === 2;

/** The sentence on whoever asked a question and reads along no more. @param {Line} line */
function askerLeft({ mine, reason }) {
  if (!mine) return "Whoever asked has left. You two can go on.";
  if (reason === "lost") return "You were gone too long.";
  return reason === "blocked" ? "You can’t read along any more." : "You left.";
}

/** The sentence of a declined question. `rest`: seconds until the next, -1: none in this chat. @param {Line} line */
function declined({ mine, reason, rest = 0 }, voice) {
  const never = rest < 0;
  if (reason === "unable") return mine ? "Your browser has no calls." : "Their browser has no calls.";
  if (mine) return never ? "You’d rather not. They won’t ask again in this chat." : "You’d rather not, for now.";
  if (never) return `They’d rather not. Only they can ask for ${voice ? "voice" : "video"} now.`;
  return rest ? `They’d rather not, for now. You can ask again in ${rest} seconds.` : "They’d rather not, for now.";
}

/** Whether "Video is on" was said before: for a call that was rebuilt, or one that began with the chat. */
function again(/** @type {Line} */ line, /** @type {Line[]} */ lines) {
  if (line.code !== "video_on") return false;
  const before = lines.findLast(({ seq, code }) => seq < line.seq && (code in VIDEO || code === "connected"));
  return before?.code === "video_on" || before?.code === "connected";
}

/** Whether the chat is over. */
export function isOver(/** @type {Line[]} */ lines) {
  return lines.some(({ code, mine }) => code === "left" || code === "lost" || (code === "asker_left" && mine));
}

const dateOf = (/** @type {number} */ at) => new Date(at).toDateString();

/**
 * The items to draw: the opening, days (but not today, if it is the only one), times after gaps of five minutes, notes,
 * topics, and grouped messages with what they answer and the reactions on them. voice: in a room of voices.
 */
export function fold(/** @type {Line[]} */ lines, /** @type {string} */ today, dayOf = dateOf, voice = false) {
  const items = /** @type {Item[]} */ ([]);
  const messages = new Map(lines.filter(({ kind }) => kind === "text").map((line) => [line.seq, line]));
  const given = reactions(lines);
  let day = today;
  let before = lines[0]?.at;
  for (const line of lines) {
    if (line.kind === "reaction") continue;
    if (dayOf(line.at) !== day) {
      day = dayOf(line.at);
      items.push({ type: "day", key: `day ${line.seq}`, at: line.at });
    }
    if (line.kind === "text" && line.at - before >= GAP_MS) {
      items.push({ type: "gap", key: `gap ${line.seq}`, at: line.at });
    }
    before = line.at;
    if (line.kind === "text") {
      const quoted = messages.get(line.to ?? 0);
      items.push({ type: "text", key: line.seq, line, first: true, last: true, quoted, ...given.get(line.seq) });
    } else if (line.code === "topic") items.push(topic(line));
    else if (line.code === "question") items.push({ ...topic(line), type: "question" });
    else if (line.code === "connected") items.push(opening(line, lines));
    else if (words(line) && !again(line, lines))
      note(items, { type: "note", key: line.seq, code: line.code, text: words(line, voice) });
  }
  return group(items);
}

/** The reactions on each message by its seq: `mine` and `theirs`, of each side the last. @param {Line[]} lines */
function reactions(lines) {
  const given = /** @type {Map<number, { mine?: string, theirs?: string }>} */ (new Map());
  for (const line of lines)
    if (line.kind === "reaction")
      given.set(line.to ?? 0, { ...given.get(line.to ?? 0), [isRight(line) ? "mine" : "theirs"]: line.code });
  return given;
}

/** A card both see. @param {Line} line */
function topic(line) {
  const { seq, text, mine } = line;
  return { type: "topic", key: seq, text, mine, who: mine ? "You" : they(line) };
}

/** The opening, in the past tense if the chat is over. @param {Line} line @param {Line[]} lines */
function opening({ seq, shared }, lines) {
  const over = isOver(lines);
  const asked = lines.find(({ code }) => code === "question");
  if (asked?.mine) {
    return { type: "opening", key: seq, text: over ? "Two strangers talked." : "Two strangers are here.", hint: "" };
  }
  const alone = over ? "You met a stranger." : "You’re talking to a stranger.";
  const text = shared?.length ? `You both like ${shared.join(", ")}.` : alone;
  return { type: "opening", key: seq, text, hint: over ? "" : asked ? "Say what you think." : "Say hi." };
}

/** Add a note; "away" and then "back" become one note, however often in a row. */
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
    const same = next.line.mine === item.line.mine && next.line.by === item.line.by;
    const together = same && next.line.at - item.line.at < GROUP_MS;
    item.last = next.first = !together;
  });
  return items;
}

/**
 * Whether the stranger is typing: the sign is shown until `until`. The first counter of a room shows nothing, as it may
 * be an old one.
 * @param {Heard | null} held @param {Omit<Heard, "until"> & { now: number }} now
 */
export function hear(held, { room, typing, last, now }) {
  if (held?.room !== room) return { room, typing, last, until: 0 };
  let { until } = held;
  if (typing !== held.typing) until = typing > 0 ? now + TYPING_MS : 0;
  if (last !== held.last) until = 0;
  return { room, typing, last, until };
}

/** The seq of the stranger's newest line; one who reacts may go on typing. @param {Line[]} lines */
export function lastOfStranger(lines) {
  return lines.findLast((line) => !line.mine && line.kind !== "reaction")?.seq ?? 0;
}
