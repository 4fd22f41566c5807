// Splits what is typed into interests.

// The commas of lists: Latin, Chinese and Japanese, Arabic, Armenian, Ethiopic, N’Ko, Mongolian.
const BETWEEN = /[,;\n\r\t\v\f\x85\u2028\u2029，、；､﹐﹑﹔،؛՝፣፤߸᠂᠈]+/;

/** The part of a text that is finished, before its last comma, and the rest. @param {string} text */
export function split(text) {
  const parts = text.split(BETWEEN);
  const rest = (parts.pop() ?? "").trimStart();
  return { ready: clean(parts), rest };
}

/** A whole text as the server takes it: interests separated by commas. @param {string} text */
export function finish(text) {
  return clean(text.split(BETWEEN));
}

function clean(/** @type {string[]} */ parts) {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(",");
}
