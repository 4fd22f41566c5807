import { useEffect, useRef } from "react";
import { Button } from "$/whimsy/button/Button.jsx";

/** Shown once, before the first call without a relay, as the partner could then learn the address. */
export function Address({ onContinue, onText }) {
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className="address" role="group" aria-label="Before you turn on video">
      <p className="consent-title">Before you turn on video</p>
      <p className="calm">
        Video here goes straight from you to them, so they could learn your internet (IP) address. Text never does that.
        And whoever sees you could record you.
      </p>
      <div className="consent-row">
        <Button ref={first} word="Continue" className="small-go" onClick={onContinue} />
        <Button word="Stay with text" onClick={onText} />
      </div>
    </div>
  );
}
