// Seconds left, in words.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 days 4 hours", "2 hours 14 minutes", "14 minutes", "42 seconds". */
export function countdown(/** @type {number} */ seconds) {
  if (seconds >= DAY) return both(seconds, DAY, "day", HOUR, "hour");
  if (seconds >= HOUR) return both(seconds, HOUR, "hour", MINUTE, "minute");
  return seconds >= MINUTE ? many(seconds / MINUTE, "minute") : many(seconds, "second");
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
