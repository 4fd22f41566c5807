import { useEffect, useState } from "react";
import { countdown, moment } from "./opening_core.js";

/** The opening hours, as they concern the visitor now. Props: open, seconds (until that changes, 0 for never). */
export function Opening({ open, seconds }) {
  const left = useLeft(open ? 0 : seconds);
  const [when, setWhen] = useState("");
  useEffect(() => setWhen(seconds && moment(seconds, Date.now())), [open, seconds]);
  if (!when) return null;
  if (open) return <p className="hint open-until">{`Open until ${when.replace("today at ", "")}.`}</p>;
  return (
    <section className="opening-hours" aria-label="Opening hours">
      <h2>{`We open ${when}`}</h2>
      <p className="calm countdown" role="timer">
        {left > 0 ? `In ${countdown(left)}.` : "In a moment."}
      </p>
      <p className="calm">Everybody comes at the same time, so that somebody is there for you.</p>
    </section>
  );
}

// Seconds left of `seconds`, by a clock that nobody sets.
function useLeft(seconds) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    if (!seconds) return undefined;
    const began = performance.now();
    const look = () => setLeft(Math.max(0, Math.ceil(seconds - (performance.now() - began) / 1000)));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}
