import { useEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { Alone } from "$/whimsy/consent/Trouble.jsx";
import { Check, Returned, useMirror } from "$/whimsy/mirror/Mirror.jsx";
import { saying } from "$/whimsy/part/fetched.js";
import { Steps } from "$/whimsy/reveal/Steps.jsx";
import { steps } from "$/whimsy/reveal/steps.js";
import { Devices } from "$/whimsy/stage/Devices.jsx";
import { useChat, useStudio } from "$/whimsy/stage/hooks.js";
import { Level } from "$/whimsy/stage/Level.jsx";
import { Own } from "$/whimsy/stage/Own.jsx";
import { hooks, studio } from "$/whimsy/studio/studio.js";
import { Microphone } from "$/whimsy/voice/Microphone.jsx";
import { useClear, useUntold } from "./hooks.js";
import { Untold } from "./Untold.jsx";

// A failure is not shown here, as the stage loads it again and shows that.
const stage = (mode) =>
  saying(mode === "voice" ? import("$/whimsy/voice/Voice.jsx") : import("$/whimsy/call/Call.jsx")).catch(() => {});

/** The own picture before there is a partner, with the device pickers. Props: phase, mode, relayed, screened. */
export function Preview({ phase, mode, relayed, screened }) {
  hooks.screened = screened;
  const untold = useUntold({ phase, mode, relayed });
  const { local, own, problem, opening } = useStudio();
  const said = useRef(null);
  const look = useMirror(local, phase);
  useEffect(() => void stage(mode), []);
  const card = useRef(null);
  useEffect(() => {
    if (local && phase === "idle") card.current?.scrollIntoView({ block: "nearest" });
  }, [Boolean(local)]);
  // A problem must be visible on a small screen, too.
  useEffect(() => {
    if (phase === "idle") said.current?.scrollIntoView({ block: "nearest" });
  }, [problem?.n]);
  if (untold) return <Untold />;
  return (
    <section ref={card} className={`preview preview-${phase}`} aria-label="Your camera">
      <Own>
        {!local && !opening && (
          <Button word={problem ? "Try again" : "Turn on camera"} className="small-go" onClick={() => studio.open()} />
        )}
        <Returned look={look} />
        {local && <Level stream={local} />}
      </Own>
      {problem && (
        <div ref={said} key={problem.n} className="call-problem" role="alert">
          <p>
            <b>{problem.sentence}</b> <span>{problem.way}</span>
          </p>
          <Alone
            problem={problem}
            onOnly={(kind) => studio.open({ audio: kind === "audio", video: kind === "video" })}
          />
          {local && !own.cam && <Button word="Turn on camera" onClick={() => studio.setCamera(true)} />}
          {local && !own.mic && <Button word="Turn on microphone" onClick={() => studio.setMic(true)} />}
        </div>
      )}
      {local && <Check look={look} stream={local} />}
      {local && ["idle", "searching"].includes(phase) && <Steps />}
      {phase === "idle" && local && (
        <div className="devices">
          <Devices />
        </div>
      )}
      {phase === "searching" && local && <Meets />}
      {phase === "idle" && relayed && <p className="hint">Video is relayed: your address stays hidden.</p>}
    </section>
  );
}

function Meets() {
  const by = useSyncExternalStore(steps.subscribe, steps.snapshot);
  return <p className="hint">Your camera is on. Whoever you meet {by ? "hears you first" : "sees you"}.</p>;
}

/** The own picture or microphone at the door, as it goes off while it is not shown. Props: mode. */
export function Held({ mode }) {
  useChat({ phase: "door", room: "", video: "", call: null, mode });
  const { local } = useStudio();
  if (!local) return null;
  const voice = mode === "voice";
  return (
    <section className="held" aria-label={voice ? "Your microphone" : "Your camera"}>
      {voice ? <Microphone /> : <Own />}
      <p className="hint">{voice ? "Nobody hears you yet." : "Your camera is on. Nobody sees you yet."}</p>
    </section>
  );
}

/**
 * Start. It first opens what is needed and loads the stage, so that a partner need not wait. Props: mode,
 * relayed, onStart.
 */
export function CallStart({ mode, relayed, onStart }) {
  const clear = useClear(relayed);
  const start = async () => {
    if (!(await studio.open())) return;
    await stage(mode);
    onStart();
  };
  return <Button word="Start" className="go" disabled={!clear} onClick={start} />;
}
