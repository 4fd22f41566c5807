import { useEffect, useState } from "react";
import { countdown } from "$/whimsy/countdown/countdown_core.js";
import { useLeft } from "$/whimsy/countdown/use_left.js";
import { moment } from "./opening_core.js";

/** The opening hours, as they concern the visitor now. Props: open, seconds (until that changes, 0 for never). */
export function Opening({ open, seconds }) {
  const left = useLeft(open ? 0 : seconds);
  const [when, setWhen] = useState("");
  useEffect(() => setWhen(seconds && moment(seconds, Date.now(), open ? { today: "" } : {})), [open, seconds]);
  if (!when) return null;
  if (open) return <p className="hint open-until">{`Open until ${when}.`}</p>;
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
