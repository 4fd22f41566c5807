// Words on their way to becoming interests.

const BETWEEN = /[,，、;\n\r]+/;

/** What of a typed text is finished (before the last comma) and what is still being typed. */
export function split(text) {
  const parts = text.split(BETWEEN);
  const rest = parts.pop().trimStart();
  return { ready: clean(parts), rest };
}

/** All of a text, finished or not, as the server takes it: separated by commas. */
export function finish(text) {
  return clean(text.split(BETWEEN));
}

function clean(parts) {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(",");
}
