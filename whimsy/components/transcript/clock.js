// Times of day and days: by the server's clock, in the reader's zone and language. Theirs may be a day wrong.

let ahead = -Infinity;

/** The server said it is `now`, at `tick` of a clock nobody can set. An old word, or a slow one, says too little. */
export function tell(now, tick) {
  if (now) ahead = Math.max(ahead, now - tick);
}

/** What time it is at `tick`. */
export function here(tick) {
  return ahead === -Infinity ? Date.now() : ahead + tick;
}

/** "14:05", or how the reader's locale writes it. */
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

/** Milliseconds until the reader's day changes; never 0, so that a timer cannot spin. */
export function untilMidnight(now) {
  return Math.max(midnight(now, 1) - now, 1_000);
}

// Through the calendar, not by adding 24 hours: some days have 23 or 25.
function midnight(at, days = 0) {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}
