// The rows of the transcript. What a stranger wrote is rendered as text, never as markup.
import { memo } from "react";
import { Quote } from "$/whimsy/quote/Quote.jsx";
import { Given, Reactions } from "$/whimsy/reactions/Reactions.jsx";
import { Bubble } from "./bubble.jsx";
import { dayLabel, timeLabel } from "./clock.js";
import { isRight, name } from "./transcript_core.js";

/** An item of `fold`. Props: item, now, room (in which the visitor may react and reply, "" for not). */
export const Item = memo(
  function Item({ item, now, room }) {
    if (item.type === "text") return <Text {...item} room={room} />;
    if (item.type === "topic") return <Topic {...item} />;
    if (item.type === "question") return <Question {...item} />;
    if (item.type === "opening") return <Opening {...item} />;
    if (item.type === "day") return <p className="day">{dayLabel(item.at, now)}</p>;
    if (item.type === "gap") return <p className="day">{timeLabel(item.at)}</p>;
    return <p className={`note note-${item.code}`}>{item.text}</p>;
  },
  // `fold` makes new items each time, so what is drawn is compared.
  (a, b) =>
    a.now === b.now &&
    a.room === b.room &&
    a.item.type === b.item.type &&
    a.item.line === b.item.line &&
    a.item.quoted === b.item.quoted &&
    a.item.mine === b.item.mine &&
    a.item.theirs === b.item.theirs &&
    a.item.first === b.item.first &&
    a.item.last === b.item.last &&
    a.item.text === b.item.text &&
    a.item.hint === b.item.hint,
);

// The stylesheet shows what is beside it under the pointer, and after a tap, which focuses it; screen readers are spared
// the time.
function Text({ line, first, last, quoted, mine, theirs, room }) {
  const side = isRight(line) ? "mine" : "theirs";
  return (
    <div id={`line-${line.seq}`} className={`row ${side}${first ? " first" : ""}${last ? " last" : ""}`} tabIndex={-1}>
      {line.by && first && (
        <span className="by" aria-hidden="true">
          {name(line)}
        </span>
      )}
      <Bubble who={`${name(line)}: `} text={line.text} seq={line.mine ? 0 : line.seq}>
        {quoted && <Quote line={quoted} />}
      </Bubble>
      <Given mine={mine} theirs={theirs} watched={Boolean(line.by)} />
      <Reactions room={room} line={line} mine={mine}>
        <time className="at" dateTime={new Date(line.at).toISOString()} aria-hidden="true">
          {timeLabel(line.at)}
        </time>
      </Reactions>
    </div>
  );
}

function Topic({ text, who }) {
  return <Card by={`${who} drew a topic`} text={text} />;
}

function Question({ text, mine }) {
  return <Card by={mine ? "You asked, and read along" : "Somebody asked, and reads along"} text={text} />;
}

function Card({ by, text }) {
  return (
    <div className="topic">
      <p className="topic-by">{by}</p>
      <p className="topic-words" dir="auto">
        {text}
      </p>
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
