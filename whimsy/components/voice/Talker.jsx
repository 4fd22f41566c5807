import { useLevel } from "$/whimsy/stage/Level.jsx";

/** The dot of somebody who talks, which grows with their voice. Props: who ("you" or "them"), stream (null: silent). */
export function Talker({ who, stream }) {
  const level = useLevel(stream) ?? 0;
  return (
    <span className="talker" role="img" aria-label={who === "you" ? "Your voice" : "Their voice"}>
      <i className={`dot ${who}`} style={{ transform: `scale(${(1 + level).toFixed(2)})` }} />
    </span>
  );
}
