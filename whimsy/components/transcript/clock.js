// Times and days of lines: by the server's clock, as the reader's may be wrong, in the reader's zone and language.

let ahead = -Infinity;

/** The server's clock was `now` at `tick` of performance.now(). Of several, the one with the least delay counts. */
export function tell(now, tick) {
  if (now) ahead = Math.max(ahead, now - tick);
}

/** The time at `tick`, in milliseconds since 1970. */
export function here(tick) {
  return ahead === -Infinity ? Date.now() : ahead + tick;
}

export function timeLabel(at, locale) {
  return new Date(at).toLocaleTimeString(locale, { hour: "numeric", minute: "2-digit" });
}

/** "Today", "Yesterday", or the whole date. */
export function dayLabel(at, now, locale) {
  const day = midnight(at);
  if (day === midnight(now)) return "Today";
  if (day === midnight(now, -1)) return "Yesterday";
  return new Date(at).toLocaleDateString(locale, { dateStyle: "full" });
}

/** Milliseconds until the next day, at least a second, so that a timer cannot fire in a loop. */
export function untilMidnight(now) {
  return Math.max(midnight(now, 1) - now, 1_000);
}

// By the calendar, as some days have 23 or 25 hours.
function midnight(at, days = 0) {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}
