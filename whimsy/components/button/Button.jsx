/** A button labelled `word`, which submits no form. `of`: further props of the element. */
export function Button({ word, className = "quiet", ...of }) {
  return (
    <button type="button" className={className} {...of}>
      {word}
    </button>
  );
}
