import { useEffect, useState } from "react";
import { listen } from "$/whimsy/studio/level.js";

/** The level of the microphone, by which a visitor sees that it works. */
export function Level({ stream }) {
  const [level, setLevel] = useState(0);
  const [measured, setMeasured] = useState(true);
  useEffect(() => {
    const stop = listen(stream, setLevel);
    setMeasured(Boolean(stop));
    return stop ?? undefined;
  }, [stream]);
  if (!measured) return null; // an empty meter would look like a dead microphone
  return (
    <span className="level" role="img" aria-label="Microphone level">
      <i style={{ transform: `scaleX(${level.toFixed(2)})` }} />
    </span>
  );
}
