import { Button } from "$/whimsy/button/Button.jsx";
import { countdown } from "$/whimsy/countdown/countdown_core.js";
import { useLeft } from "$/whimsy/countdown/use_left.js";

/** A search that came too fast and goes on by itself. Props: delay {n, seconds}, n: another one for each; onStay(). */
export function Delay({ delay, onStay }) {
  const left = useLeft(delay.seconds, delay.n);
  return (
    <div role="status">
      {left > 0 && (
        <div className="notice stays">
          <p>
            That was fast. It goes on by itself in{" "}
            <span role="timer" aria-live="off">
              {countdown(left)}
            </span>
            .
          </p>
          <Button word="Stay here" onClick={onStay} />
        </div>
      )}
    </div>
  );
}
