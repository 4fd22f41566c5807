import { Button } from "$/whimsy/button/Button.jsx";
import { useUntold } from "$/whimsy/preview/hooks.js";
import { Untold } from "$/whimsy/preview/Untold.jsx";
import { Devices } from "$/whimsy/stage/Devices.jsx";
import { useStudio } from "$/whimsy/stage/hooks.js";
import { Problem } from "$/whimsy/stage/Problem.jsx";
import { studio } from "$/whimsy/studio/studio.js";
import { Microphone } from "./Microphone.jsx";

/** The microphone before there is a partner, with its picker. Props: phase, mode, relayed. */
export function VoicePreview({ phase, mode, relayed }) {
  const untold = useUntold({ phase, mode, relayed });
  const { local, problem, opening } = useStudio();
  if (untold) return <Untold voice />;
  return (
    <section className={`preview preview-${phase}`} aria-label="Your microphone">
      <Microphone wide>
        {!local && !opening && (
          <Button
            word={problem ? "Try again" : "Turn on microphone"}
            className="small-go"
            onClick={() => studio.open()}
          />
        )}
      </Microphone>
      {problem && <Problem key={problem.n} {...problem} />}
      {phase === "idle" && local && (
        <div className="devices">
          <Devices voice />
        </div>
      )}
      {phase === "searching" && local && <p className="hint">Whoever you meet hears you.</p>}
      {phase === "idle" && relayed && <p className="hint">Your voice is relayed: your address stays hidden.</p>}
    </section>
  );
}
