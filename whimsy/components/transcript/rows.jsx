// The rows of the transcript. What a stranger wrote is rendered as text, never as markup.
import { memo } from "react";
import { Bubble } from "./bubble.jsx";
import { dayLabel, timeLabel } from "./clock.js";

/** An item of `fold`. */
export const Item = memo(
  function Item({ item, now }) {
    if (item.type === "text") return <Text {...item} />;
    if (item.type === "opening") return <Opening {...item} />;
    if (item.type === "day") return <p className="day">{dayLabel(item.at, now)}</p>;
    if (item.type === "gap") return <p className="day">{timeLabel(item.at)}</p>;
    return <p className={`note note-${item.code}`}>{item.text}</p>;
  },
  // `fold` makes new items each time, so what is drawn is compared.
  (a, b) =>
    a.now === b.now &&
    a.item.type === b.item.type &&
    a.item.line === b.item.line &&
    a.item.first === b.item.first &&
    a.item.last === b.item.last &&
    a.item.text === b.item.text &&
    a.item.hint === b.item.hint,
);

// The stylesheet shows its time under the pointer, and after a tap, which focuses it; screen readers are spared it.
function Text({ line, first, last }) {
  const side = line.mine ? "mine" : "theirs";
  return (
    <div className={`row ${side}${first ? " first" : ""}${last ? " last" : ""}`} tabIndex={-1}>
      <Bubble who={line.mine ? "You: " : "Stranger: "} text={line.text} />
      <time className="at" dateTime={new Date(line.at).toISOString()} aria-hidden="true">
        {timeLabel(line.at)}
      </time>
    </div>
  );
}

/** A pending message. Screen readers say it only when the server has accepted it. */
export function Sending({ text }) {
  return (
    <div className="row mine first last sending" aria-hidden="true">
      <p className="bubble" dir="auto">
        {text}
      </p>
      <span className="at">sending…</span>
    </div>
  );
}

/** The sign that the stranger is typing. */
export function Typing() {
  return (
    <div className="row theirs first last typing" aria-hidden="true">
      <p className="bubble">
        <i />
        <i />
        <i />
      </p>
    </div>
  );
}

function Opening({ text, hint }) {
  return (
    <div className="opening">
      <span className="meet" aria-hidden="true">
        <i className="dot you" />
        <i className="dot them" />
      </span>
      <p className="opening-words">{text}</p>
      {hint && <p className="opening-hint">{hint}</p>}
    </div>
  );
}
