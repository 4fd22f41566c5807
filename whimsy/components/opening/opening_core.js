// When Whimsy opens, in the reader's zone.
import { timeLabel } from "../transcript/clock.js";

/**
 * "today at 20:00", "tomorrow at 20:00", "on Friday at 20:00". `now`: ms since 1970; `today`: what stands before the
 * time of this day. A whole minute is meant, though `seconds` were rounded, and took a moment to arrive.
 *
 * @param {number} seconds
 * @param {number} now
 * @param {{ today?: string, locale?: string }} how
 */
export function moment(seconds, now, { today = "today at ", locale } = {}) {
  const at = Math.round((now + seconds * 1000) / 60_000) * 60_000;
  const time = timeLabel(at, locale);
  const day = new Date(now);
  const is = (/** @type {number} */ days) =>
    new Date(at).toDateString() === new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).toDateString();
  if (is(0)) return today + time;
  if (is(1)) return `tomorrow at ${time}`;
  return `on ${new Date(at).toLocaleDateString("en", { weekday: "long" })} at ${time}`;
}
