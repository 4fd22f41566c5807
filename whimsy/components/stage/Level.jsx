import { useEffect, useState } from "react";
import { listen } from "$/whimsy/studio/level.js";

/** How loud a stream is, from 0 to 1; null where that cannot be measured. `stream` null: silent. */
export function useLevel(stream) {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!stream) return undefined;
    const stop = listen(stream, setLevel);
    if (!stop) setLevel(null);
    return () => (stop?.(), setLevel(0));
  }, [stream]);
  return level;
}

/** The level of the microphone, by which a visitor sees that it works. */
export function Level({ stream }) {
  const level = useLevel(stream);
  if (level === null) return null; // an empty meter would look like a dead microphone
  return (
    <span className="level" role="img" aria-label="Microphone level">
      <i style={{ transform: `scaleX(${level.toFixed(2)})` }} />
    </span>
  );
}
