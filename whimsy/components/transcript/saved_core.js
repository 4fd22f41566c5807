// The transcript as a text that a visitor can keep on their own device.
import { fold, name } from "./transcript_core.js";

/** @typedef {import("./transcript_core.js").Line} Line */
/** @typedef {(at: number) => string} Told */

/**
 * @param {Line[]} lines @param {{ day: Told, time: Told, voice?: boolean }} told how a day and a time of day are
 * written, and whether the room is one of voices
 */
export function written(lines, { day, time, voice }) {
  const rows = fold(lines, "", day, voice).flatMap(({ type, line, at, text }) => {
    if (type === "gap") return []; // each line has its time
    if (type === "day") return `\n${day(at)}\n`;
    if (type === "topic") return `- Topic: ${text}`;
    if (type === "question") return `- Question: ${text}`;
    if (type === "text") return `[${time(line.at)}] ${name(line)}: ${line.text}`;
    return `- ${text}`;
  });
  return `A chat on Whimsy\n${rows.join("\n")}\n`;
}

/** A name that every file system takes, by when the chat began. */
export function fileName(/** @type {Line[]} */ lines) {
  const began = new Date(lines[0]?.at ?? 0);
  const part = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const date = [began.getFullYear(), part(began.getMonth() + 1), part(began.getDate())].join("-");
  return `whimsy-${date}-${part(began.getHours())}${part(began.getMinutes())}.txt`;
}
