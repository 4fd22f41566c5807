import { useSyncExternalStore } from "react";
import { bell } from "./bell.js";

/** The line of a chat by which ringing is turned off, if it is on. */
export function RingOff() {
  const { on } = useSyncExternalStore(bell.subscribe, bell.snapshot);
  return (
    on && (
      <p className="ring">
        <span className="calm">Ringing is on.</span>
        <button type="button" className="quiet" onClick={() => bell.toggle()}>
          Turn it off
        </button>
      </p>
    )
  );
}

/** The switch. What a press does is said beside it. */
export function Ring() {
  const { on, said } = useSyncExternalStore(bell.subscribe, bell.snapshot);
  return (
    <p className="ring">
      <button type="button" className="quiet" aria-pressed={on} onClick={() => bell.toggle()}>
        Ring me
      </button>
      <span role="status" className="calm">
        {said}
      </span>
    </p>
  );
}
