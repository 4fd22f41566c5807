// Words on their way to becoming interests.

// What parts the words of a list: in Latin, Chinese and Japanese, Arabic, Armenian, Ethiopic, N’Ko, Mongolian.
const BETWEEN = /[,;\n\r\t\v\f\x85\u2028\u2029，、；､﹐﹑﹔،؛՝፣፤߸᠂᠈]+/;

/** What of a typed text is finished (before the last comma) and what is still being typed. @param {string} text */
export function split(text) {
  const parts = text.split(BETWEEN);
  const rest = (parts.pop() ?? "").trimStart();
  return { ready: clean(parts), rest };
}

/** All of a text, finished or not, as the server takes it: separated by commas. @param {string} text */
export function finish(text) {
  return clean(text.split(BETWEEN));
}

function clean(/** @type {string[]} */ parts) {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join(",");
}
