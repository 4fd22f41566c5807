import { useEffect, useRef } from "react";
import { Button } from "$/whimsy/button/Button.jsx";

/** Shown once, before the first call without a relay, as the partner could then learn the address. */
export function Address({ voice, onContinue, onText }) {
  const first = useRef(null);
  useEffect(() => first.current?.focus(), []);
  const title = voice ? "Before you turn on your microphone" : "Before you turn on video";
  return (
    <div className="address" role="group" aria-label={title}>
      <p className="consent-title">{title}</p>
      <p className="calm">
        {voice ? "Your voice" : "Video"} here goes straight from you to them, so they could learn your internet (IP)
        address. Text never does that. And whoever {voice ? "hears" : "sees"} you could record you.
      </p>
      <div className="consent-row">
        <Button ref={first} word="Continue" className="small-go" onClick={onContinue} />
        <Button word="Stay with text" onClick={onText} />
      </div>
    </div>
  );
}
