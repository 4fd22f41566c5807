import { useEffect, useState } from "react";
import { listen } from "$/whimsy/studio/level.js";

/** The dot of somebody who talks, which grows with their voice. Props: who ("you" or "them"), stream (null: silent). */
export function Talker({ who, stream }) {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (!stream) return undefined;
    const stop = listen(stream, setLevel);
    return () => (stop?.(), setLevel(0));
  }, [stream]);
  return (
    <span className="talker" role="img" aria-label={who === "you" ? "Your voice" : "Their voice"}>
      <i className={`dot ${who}`} style={{ transform: `scale(${(1 + level).toFixed(2)})` }} />
    </span>
  );
}
