import { useEffect, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { dayLabel, timeLabel } from "$/whimsy/transcript/clock.js";
import { halvesOf } from "./reunion_core.js";

/** Whom the visitor can meet again. Props: kept (as the browser keeps it), onMeet(half), onForget(half). */
export function Reunions({ kept, onMeet, onForget }) {
  const [now, setNow] = useState(0);
  useEffect(() => setNow(Date.now()), [kept]);
  const halves = now ? halvesOf(kept, now / 1000) : [];
  if (!halves.length) return null;
  return (
    <section className="reunions" aria-label="Meet again">
      <h2>Meet again</h2>
      <p className="hint">You both said so. You meet when both of you press it at the same time.</p>
      <ul>
        {halves.map(({ half, met }) => (
          <li key={half}>
            <span>{`A stranger of ${day(met * 1000, now)}, ${timeLabel(met * 1000)}`}</span>
            <Button
              word="Meet"
              aria-label={`Meet the stranger of ${timeLabel(met * 1000)}`}
              onClick={() => onMeet(half)}
            />
            <Button word="Forget" onClick={() => onForget(half)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

// Within a sentence.
function day(at, now) {
  const label = dayLabel(at, now);
  return ["Today", "Yesterday"].includes(label) ? label.toLowerCase() : label;
}
