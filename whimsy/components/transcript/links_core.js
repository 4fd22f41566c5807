// The links in a message. The server writes them so that nothing opens them by itself: "hxxps://example[.]com/path".

/** @typedef {{ text: string, url?: string, host?: string }} Piece host: as the browser will look it up. */

const LINK =
  /(hxxps?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\[\.\])+\p{L}[\p{L}\p{N}-]*(?::\d{1,5})?)((?:[/?#][^\s<>"]*)?)/giu;
const STOPS = /[.,;:!?)'’”]+$/u;

/** The pieces of a text, links and all between them. @param {string} text @returns {Piece[]} */
export function pieces(text) {
  const found = /** @type {Piece[]} */ ([]);
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const [scheme, host] = [match[1] ?? "hxxps://", match[2].replaceAll("[.]", ".")];
    const rest = match[3].replace(STOPS, ""); // the end of a sentence
    const url = opened(scheme.toLowerCase().replace("hxxp", "http") + host + rest);
    if (!url) continue;
    const end = match.index + match[0].length - (match[3].length - rest.length);
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: text.slice(match.index, end), url: url.href, host: url.host });
    from = end;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

function opened(/** @type {string} */ address) {
  return URL.canParse(address) ? new URL(address) : null;
}
