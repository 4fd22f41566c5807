import { Button } from "$/whimsy/button/Button.jsx";
import { useStudio } from "$/whimsy/stage/hooks.js";

const ALONE = { audio: "Use sound only", video: "Use picture only" };

/** Why the camera did not open, and what to do. onOnly(kind): open only this kind. */
export function Trouble({ onOnly }) {
  const { problem } = useStudio();
  return (
    <>
      <p className="consent-title">{problem?.sentence ?? "It did not start."}</p>
      <p className="calm">{problem?.way ?? "Try again, or go on in text."}</p>
      <Alone problem={problem} onOnly={onOnly} />
    </>
  );
}

/** Buttons for the kinds that may be asked for alone, after both were refused. */
export function Alone({ problem, onOnly }) {
  if (!problem?.offers) return null;
  return (
    <div className="consent-row">
      {problem.offers.map((kind) => (
        <Button key={kind} word={ALONE[kind]} onClick={() => onOnly(kind)} />
      ))}
    </div>
  );
}

/** The problem of the one, while the other of camera and microphone is on. */
export function Half() {
  const { problem } = useStudio();
  return (
    problem && (
      <p className="calm">
        {problem.sentence} {problem.way}
      </p>
    )
  );
}
