import { Button } from "$/whimsy/button/Button.jsx";
import { studio } from "$/whimsy/studio/studio.js";
import { after, lesser, stepOf } from "./reveal_core.js";

/** How much the two show each other so far, and the button for the next step. onClear: the visitor wants clear pictures. */
export function Reveal({ own, theirs, onClear }) {
  const step = stepOf(own, theirs);
  if (!step) return null;
  const level = lesser(own, theirs);
  const go = () => {
    if (after(level) === "clear") onClear();
    studio.reveal(after(level));
  };
  return (
    <div className="reveal" role="status" data-level={level}>
      <p className="reveal-now">{step.now}</p>
      <p>{step.more}</p>
      {step.next && <Button word={step.next} className="veil-lift" onClick={go} />}
    </div>
  );
}
