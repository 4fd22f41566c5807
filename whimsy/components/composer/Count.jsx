import { quietUntil } from "./length.js";

/** The number of characters left, shown near the limit. */
export function Count({ count, longest }) {
  if (count < quietUntil(longest)) return null;
  const left = longest - count;
  return (
    <span className={`count${left < 0 ? " beyond" : ""}`} role="img" aria-label={`${left} characters left`}>
      {left}
    </span>
  );
}
