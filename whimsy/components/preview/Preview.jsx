import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Address } from "$/public/external/whimsy/components/consent/consent/Address.jsx";
import { asking } from "$/public/external/whimsy/components/consent/consent/asking.js";
import { Check, Returned, useMirror } from "$/public/external/whimsy/components/mirror/mirror/Mirror.jsx";
import { Devices } from "$/public/external/whimsy/components/stage/stage/Devices.jsx";
import { useChat, useStudio } from "$/public/external/whimsy/components/stage/stage/hooks.js";
import { Own } from "$/public/external/whimsy/components/stage/stage/Own.jsx";
import { listen } from "$/public/external/whimsy/components/studio/studio/level.js";
import { studio } from "$/public/external/whimsy/components/studio/studio/studio.js";

const stage = () => import("$/public/external/whimsy/components/call/call/Call.jsx");

/** The visitor as they will be seen, before there is anybody to see them. Props: phase, mode, relayed. */
export function Preview({ phase, mode, relayed }) {
  // Chosen by a click just now, and not come back to from a search or a chat.
  const [chosen] = useState(() => Boolean(navigator.userActivation?.isActive) && ["", "idle"].includes(studio.phase));
  const clear = useClear(relayed);
  const { local, problem, opening } = useStudio();
  const look = useMirror(local, phase);
  useChat({ phase, room: "", video: "", call: null, mode });
  useEffect(() => void stage(), []);
  useEffect(() => {
    if (chosen && clear && phase === "idle") studio.open();
  }, []);
  const card = useRef(null);
  useEffect(() => {
    if (local && phase === "idle") card.current?.scrollIntoView({ block: "nearest" });
  }, [Boolean(local)]);
  const know = () => {
    asking.know();
    studio.open();
  };
  if (phase === "idle" && !clear) {
    return <div className="preview"><Address onContinue={know} onText={chooseText} /></div>;
  }
  return (
    <section ref={card} className={`preview preview-${phase}`} aria-label="Your camera">
      <Own>
        {!local && !opening && (
          <button type="button" className="small-go" onClick={() => studio.open()}>{problem ? "Try again" : "Turn on camera"}</button>
        )}
        <Returned look={look} />
        {local && <Level stream={local} />}
      </Own>
      {problem && (
        <p className="call-problem" role="alert">
          <b>{problem.sentence}</b> <span>{problem.way}</span>
        </p>
      )}
      {local && <Check look={look} stream={local} />}
      {phase === "idle" && local && <div className="devices"><Devices /></div>}
      {phase === "searching" && local && <p className="hint">Your camera is on. Whoever you meet sees you.</p>}
      {phase === "idle" && relayed && <p className="hint">Video is relayed: your address stays hidden.</p>}
    </section>
  );
}

/** The own picture beside something to be read first: no camera is on unseen, or goes off for it. */
export function Held() {
  useChat({ phase: "door", room: "", video: "", call: null, mode: "video" });
  const { local } = useStudio();
  if (!local) return null;
  return (
    <section className="held" aria-label="Your camera">
      <Own />
      <p className="hint">Your camera is on. Nobody sees you yet.</p>
    </section>
  );
}

/** Start, once there is a camera, and a stage: nobody should meet who has to load it first. Props: relayed, onStart. */
export function VideoStart({ relayed, onStart }) {
  const clear = useClear(relayed);
  const start = async () => {
    if (!(await studio.open())) return;
    await stage().catch(() => {}); // a page that cannot load it may still tell the server
    onStart();
  };
  return <button type="button" className="go" disabled={!clear} onClick={start}>Start</button>;
}

function useClear(relayed) {
  return useSyncExternalStore(asking.subscribe, asking.known) || relayed;
}

function chooseText() {
  document.querySelector('input[name="mode"][value="text"]')?.click();
}

/** How loud the microphone hears: so that nobody talks into a dead one. */
function Level({ stream }) {
  const [level, setLevel] = useState(0);
  useEffect(() => listen(stream, setLevel), [stream]);
  return (
    <span className="level" role="img" aria-label="Microphone level">
      <i style={{ transform: `scaleX(${level.toFixed(2)})` }} />
    </span>
  );
}
