// Whether to load the page anew because the server serves a newer build. The page and the clock are given.

const AGAIN_MS = 60_000;
const MOST = 3;
/** @typedef {{ served: string, at: number, times: number } | null} Tried */
/** @typedef {{ mine: string, served: string, before: Tried, now: number }} Known */

/** Pages told at the same moment come back over this long; by then the other processes serve the new build too. */
export const SPREAD_MS = 30_000;

/**
 * Whether a reload would bring another build. `mine` is this page's, `served` the server's, `before` what `tried`
 * returned at the last reload; a clock set back since then delays nothing. Once is enough, unless it met a process that was not yet restarted.
 */
export function outdated(/** @type {Known} */ { mine, served, before, now }) {
  if (!mine || !served || served === mine) return false;
  if (before?.served !== served) return true;
  return before.times < MOST && Math.abs(now - before.at) >= AGAIN_MS;
}

/** What to remember beyond a reload for the sake of `served`. @param {Omit<Known, "mine">} reload */
export function tried({ served, before, now }) {
  return { served, at: now, times: before?.served === served ? before.times + 1 : 1 };
}

/** What a reload for a part that did not arrive is remembered as: any build but this one may have it. */
export const other = (/** @type {string} */ mine) => mine && `another than ${mine}`;

/**
 * Whether a reload now would be rude: during a call, to somebody who looks at words they have not sent, or who has
 * written `words` into a field that does not keep them.
 */
export function disturbs({ picture, words, draft, hidden }) {
  return Boolean(picture || words || (draft && !hidden));
}

/**
 * Whether a part that did not arrive can be done without for now: in a chat that can be read, written in and left.
 * What says by itself that it is missing, and offers another try, is not among the `missing`.
 */
export function goesOn(/** @type {Record<string, Element | null>} */ { chatting, log, field, stop }) {
  return Boolean(chatting && log && field && stop);
}

/** What to say of it, "" for nothing. `newer`: of another build; `missing`: a part; `forgets`: a reload ends the chat. */
export function announced(/** @type {Record<string, boolean>} */ { newer, missing, stays, forgets }) {
  if (!newer && !missing) return "";
  const what = newer ? "A newer version is here." : "A part of this page did not arrive.";
  if (forgets) return `${what} Reload this page when your chat is over.`;
  return `${what} This page reloads ${stays && !newer ? "when your chat is over" : "in a moment"}.`;
}
