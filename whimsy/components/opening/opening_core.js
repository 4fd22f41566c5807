// When Whimsy opens, in the reader's zone, and how long that is.
import { timeLabel } from "../transcript/clock.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 days 4 hours", "2 hours 14 minutes", "14 minutes", "42 seconds". */
export function countdown(/** @type {number} */ seconds) {
  if (seconds >= DAY) return both(seconds, DAY, "day", HOUR, "hour");
  if (seconds >= HOUR) return both(seconds, HOUR, "hour", MINUTE, "minute");
  return seconds >= MINUTE ? many(seconds / MINUTE, "minute") : many(seconds, "second");
}

/**
 * "today at 20:00", "tomorrow at 20:00", "on Friday at 20:00". `now`: ms since 1970. A whole minute is meant, though
 * `seconds` were rounded, and took a moment to arrive.
 */
export function moment(/** @type {number} */ seconds, /** @type {number} */ now, /** @type {string=} */ locale) {
  const at = Math.round((now + seconds * 1000) / 60_000) * 60_000;
  const time = timeLabel(at, locale);
  const day = new Date(now);
  const is = (/** @type {number} */ days) =>
    new Date(at).toDateString() === new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).toDateString();
  if (is(0)) return `today at ${time}`;
  if (is(1)) return `tomorrow at ${time}`;
  return `on ${new Date(at).toLocaleDateString("en", { weekday: "long" })} at ${time}`;
}

/** @param {number} seconds @param {number} large @param {string} one @param {number} small @param {string} other */
function both(seconds, large, one, small, other) {
  const rest = Math.floor((seconds % large) / small);
  return many(seconds / large, one) + (rest ? ` ${many(rest, other)}` : "");
}

function many(/** @type {number} */ count, /** @type {string} */ unit) {
  const whole = Math.floor(count);
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
}
