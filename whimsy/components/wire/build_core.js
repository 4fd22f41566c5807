// Decides when to reload the page because the server serves another build. Page and clock are passed in.

const AGAIN_MS = 60_000;
const MOST = 3;
/** @typedef {{ served: string, at: number, times: number } | null} Tried */
/** @typedef {{ mine: string, served: string, before: Tried, now: number }} Known */

/** Milliseconds over which pages spread their reloads; meanwhile the other processes restart, too. */
export const SPREAD_MS = 30_000;

/**
 * Whether a reload would bring another build. `mine` is this page's, `served` the server's, `before` what `tried`
 * returned at the last reload. A reload for the same build is repeated a few times, as the first may have reached a
 * process that was not restarted yet. A clock that was set back since then delays nothing.
 */
export function outdated(/** @type {Known} */ { mine, served, before, now }) {
  if (!mine || !served || served === mine) return false;
  if (before?.served !== served) return true;
  return before.times < MOST && Math.abs(now - before.at) >= AGAIN_MS;
}

/** What to store before a reload for the build `served`. @param {Omit<Known, "mine">} reload */
export function tried({ served, before, now }) {
  return { served, at: now, times: before?.served === served ? before.times + 1 : 1 };
}

/** What to store as `served` before a reload for a missing script, which any build but `mine` may have. */
export const other = (/** @type {string} */ mine) => mine && `another than ${mine}`;

/**
 * Whether a reload now would disturb: during a call, while the visitor sees a draft, or if `words` are in a field that
 * does not keep them.
 */
export function disturbs({ picture, words, draft, hidden }) {
  return Boolean(picture || words || (draft && !hidden));
}

/**
 * Whether the page works without the missing script for now: in a chat that can be read, written in and left. Scripts
 * whose failure is shown, with a way to try again, do not count as missing.
 */
export function goesOn(/** @type {Record<string, Element | null>} */ { chatting, log, field, stop }) {
  return Boolean(chatting && log && field && stop);
}

/** The sentence on a coming reload, or "". newer: build; missing: script; forgets: a reload would end the chat. */
export function announced(/** @type {Record<string, boolean>} */ { newer, missing, stays, forgets }) {
  if (!newer && !missing) return "";
  const what = newer ? "A newer version is here." : "A part of this page did not arrive.";
  if (forgets) return `${what} Reload this page when your chat is over.`;
  return `${what} This page reloads ${stays && !newer ? "when your chat is over" : "in a moment"}.`;
}
