// Whether to load the page anew because the server serves a newer build. The page and the clock are given.

const AGAIN_MS = 60_000;
const MOST = 3;

/** Pages told at the same moment come back over this long; by then the other processes serve the new build too. */
export const SPREAD_MS = 30_000;

/**
 * Whether a reload would bring another build. `mine` is this page's, `served` the server's, `before` what `tried`
 * returned at the last reload; a clock set back since then delays nothing. Once is enough, unless it met a process that was not yet restarted.
 */
export function outdated({ mine, served, before, now }) {
  if (!mine || !served || served === mine) return false;
  if (before?.served !== served) return true;
  return before.times < MOST && Math.abs(now - before.at) >= AGAIN_MS;
}

/** What to remember beyond a reload for the sake of `served`. */
export function tried({ served, before, now }) {
  return { served, at: now, times: before?.served === served ? before.times + 1 : 1 };
}

/** Whether a reload now would be rude: during a call, or to somebody who looks at words they have not sent. */
export function disturbs({ picture, draft, hidden }) {
  return Boolean(picture || (draft && !hidden));
}
