import { name } from "$/whimsy/transcript/transcript_core.js";

/** The line that a message answers; a press shows it. Props: line. */
export function Quote({ line }) {
  const show = () => {
    const row = document.getElementById(`line-${line.seq}`);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className="quote" onClick={show} aria-label={`In answer to: ${line.text}`}>
      <span className="quote-by">{name(line)}</span>
      <bdi className="quote-words">{line.text}</bdi>
    </button>
  );
}
