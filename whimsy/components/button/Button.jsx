/** A button that says `word` and submits nothing: a quiet one, unless another class is given. */
export function Button({ word, className = "quiet", ...of }) {
  return (
    <button type="button" className={className} {...of}>
      {word}
    </button>
  );
}
