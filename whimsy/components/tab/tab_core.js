// The title and icon of the browser's tab: the number of unread lines, and the two dots.

const YOU = "#5B3DF0";
const THEM = "#E2503F";
export const NOBODY = { room: "", seen: 0, unread: 0, found: false };
/** @typedef {import("$/whimsy/transcript/transcript_core.js").Line} Line */
/** @typedef {{ room: string, seen: number, unread: number, found: boolean }} Held found: among what is unread. */
/** @typedef {{ room: string, lines: Line[], unseen: boolean }} Now */

/** Count what arrived while the page was not in focus: the partner's messages, and that a partner was found. */
export function count(/** @type {Held} */ held, /** @type {Now} */ { room, lines, unseen }) {
  const last = lines.at(-1)?.seq ?? 0;
  if (!unseen || !room) return { ...NOBODY, room, seen: last };
  const before = held.room === room ? held : { ...NOBODY, unread: held.unread };
  const news = lines.filter((line) => line.seq > before.seen && isNews(line));
  const found = before.found || news.some(({ code }) => code === "connected");
  return { room, seen: Math.max(before.seen, last), unread: before.unread + news.length, found };
}

function isNews(/** @type {Line} */ line) {
  return line.kind === "text" ? !line.mine : line.code === "connected";
}

/** "Whimsy", "(3) Whimsy", "(1) Someone is here". @param {number} unread @param {boolean} found */
export function title(unread, found) {
  const name = found ? "Someone is here" : "Whimsy";
  return unread ? `(${unread}) ${name}` : name;
}

/** The favicon: one dot waiting, two talking, a filled badge for unread. */
export function icon(/** @type {string} */ phase, /** @type {number} */ unread) {
  const talking = phase === "chatting";
  const dots = unread
    ? `<circle cx="16" cy="16" r="15" fill="${THEM}"/>${number(unread)}`
    : talking
      ? `<circle cx="9" cy="16" r="7" fill="${YOU}"/><circle cx="23" cy="16" r="7" fill="${THEM}"/>`
      : `<circle cx="16" cy="16" r="9" fill="${YOU}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${dots}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function number(/** @type {number} */ unread) {
  const text = unread > 9 ? "9+" : String(unread);
  const style = 'font-family="sans-serif" font-size="19" font-weight="700" fill="#fff" text-anchor="middle"';
  return `<text x="16" y="23" ${style}>${text}</text>`;
}
