import { useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { bell } from "./bell.js";

/** The line of a chat by which ringing is turned off, if it is on. */
export function RingOff() {
  const { on } = useSyncExternalStore(bell.subscribe, bell.snapshot);
  return (
    on && (
      <p className="ring">
        <span className="calm">Ringing is on.</span>
        <Button word="Turn it off" onClick={() => bell.toggle()} />
      </p>
    )
  );
}

/** The switch. What a press does is said beside it. */
export function Ring() {
  const { on, said } = useSyncExternalStore(bell.subscribe, bell.snapshot);
  return (
    <p className="ring">
      <Button word="Ring me" aria-pressed={on} onClick={() => bell.toggle()} />
      <span role="status" className="calm">
        {said}
      </span>
    </p>
  );
}
