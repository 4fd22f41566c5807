import { useEffect, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";

const EACH_MS = 12_000;
let last = -1; // each search begins with a new one

/** Props: tips. What changes by itself must be stoppable (WCAG 2.2.2): whoever asks for another one turns the pages. */
export function Tips({ tips }) {
  const [at, setAt] = useState(() => ++last);
  const [turned, setTurned] = useState(false);
  const next = () => setAt((last = at + 1));
  useEffect(() => {
    if (turned) return undefined;
    const timer = setTimeout(next, EACH_MS);
    return () => clearTimeout(timer);
  }, [at, turned]);
  return (
    <p className="tips">
      <span key={at} className="tip">
        {tips[at % tips.length]}
      </span>
      <Button
        word="Another tip"
        onClick={() => {
          setTurned(true);
          next();
        }}
      />
    </p>
  );
}
