import { useEffect } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { Address } from "$/whimsy/consent/Address.jsx";
import { asking } from "$/whimsy/consent/asking.js";
import { chooseText } from "$/whimsy/preview/Gate.jsx";
import { useChosen, useClear } from "$/whimsy/preview/hooks.js";
import { Devices } from "$/whimsy/stage/Devices.jsx";
import { useChat, useStudio } from "$/whimsy/stage/hooks.js";
import { Problem } from "$/whimsy/stage/Problem.jsx";
import { studio } from "$/whimsy/studio/studio.js";
import { Microphone } from "./Microphone.jsx";

/** The microphone before there is a partner, with its picker. Props: phase, mode, relayed. */
export function VoicePreview({ phase, mode, relayed }) {
  const chosen = useChosen();
  const clear = useClear(relayed);
  const { local, problem, opening } = useStudio();
  useChat({ phase, room: "", video: "", call: null, mode });
  useEffect(() => {
    if (chosen && clear && phase === "idle") studio.open();
  }, []);
  const know = () => {
    asking.know();
    studio.open();
  };
  if (phase === "idle" && !clear) {
    return (
      <div className="preview">
        <Address voice onContinue={know} onText={chooseText} />
      </div>
    );
  }
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
