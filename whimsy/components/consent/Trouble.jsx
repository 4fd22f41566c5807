import { useStudio } from "$/public/external/whimsy/components/stage/stage/hooks.js";

/** Why there is no camera, and what to do about it. */
export function Trouble() {
  const { problem } = useStudio();
  return (
    <>
      <p className="consent-title">{problem?.sentence ?? "Your camera did not start."}</p>
      <p className="calm">{problem?.way ?? "Try again, or go on in text."}</p>
    </>
  );
}
