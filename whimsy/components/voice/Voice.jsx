import { useEffect, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { awake } from "$/whimsy/call/awake.js";
import { useSpeaking } from "$/whimsy/captions/captions.js";
import { Heard } from "$/whimsy/captions/Heard.jsx";
import { Bar } from "$/whimsy/stage/Bar.jsx";
import { useChat, useNumbers, useStudio } from "$/whimsy/stage/hooks.js";
import { Numbers } from "$/whimsy/stage/Numbers.jsx";
import { Problem } from "$/whimsy/stage/Problem.jsx";
import { useRemote } from "$/whimsy/stage/remote.js";
import { Tool } from "$/whimsy/stage/Tool.jsx";
import { hooks, studio } from "$/whimsy/studio/studio.js";
import { Microphone } from "./Microphone.jsx";
import { Talker } from "./Talker.jsx";
import { sentence } from "./voice_core.js";

/** A call of voices: who is heard, and its controls. Props as those of Call. */
export function Voice({ phase, room, video, call, mode, away, onStop, onRebuild, ...of }) {
  hooks.rebuild = onRebuild;
  useChat({ phase, room, video, call, mode });
  const { call: state, own, resume, problem, local, opening } = useStudio();
  const [asked, setAsked] = useState(false);
  const [hushed, setHushed] = useState(null);
  const numbers = useNumbers(state.phase);
  const speaker = useRef(null);
  const sound = useRemote(speaker);
  const over = phase === "ended";
  const going = !over && ["live", "unsteady"].includes(state.phase);
  useSpeaking({ room: over ? "" : room, going, own, local });
  useEffect(() => (going ? awake() : undefined), [going]);
  if (over) return local && <Kept />;

  const said = away && state.phase !== "live" ? "Reconnecting…" : sentence(state, { resume, mic: own.mic });
  const stop = () => {
    studio.stop();
    onStop(room);
  };
  // Whether a call is direct is decided when it is set up, so it is set up anew.
  const onDirect = (yes) => {
    of.onDirect(yes);
    onRebuild(room, call.n);
  };
  const more = { relayed: of.relayed, direct: of.direct, onDirect, numbers: asked, onNumbers: setAsked, voice: true };
  const steered = !resume && (state.phase !== "over" || opening);
  return (
    <section className="voice" aria-label="Voice" data-call={state.phase}>
      <audio ref={speaker} autoPlay aria-label="Their voice" />
      <div className="voices">
        <Talker who="them" stream={state.phase === "live" && state.remote.mic ? sound.stream : null} />
        <p role="status">{said}</p>
        {!(resume && !opening) && <Microphone />}
        {resume && <Button word="Resume voice" className="small-go" onClick={() => studio.resume()} />}
        {sound.refused && <Button word="Tap for sound" className="small-go" onClick={sound.play} />}
      </div>
      {asked && numbers && <Numbers numbers={numbers} />}
      {problem && problem !== hushed && <Problem key={problem.n} {...problem} onClose={() => setHushed(problem)} />}
      {steered && (
        <Bar label="Voice controls" more={more} stop={<Stop onClick={stop} />}>
          <Tool name="mic" word="Mute" off={!own.mic} onClick={() => studio.setMic(!own.mic)} />
        </Bar>
      )}
      {!steered && (
        <div className="controls">
          <Stop onClick={stop} />
        </div>
      )}
      <Heard />
    </section>
  );
}

const Stop = ({ onClick }) => <Button word="Stop voice" className="stop-video" onClick={onClick} />;

/** The microphone between two calls, as it stays on for the next. */
function Kept() {
  return (
    <section className="voice voice-kept" aria-label="Voice" data-call="over">
      <Microphone />
      <Button word="Turn off microphone" onClick={() => studio.stop()} />
    </section>
  );
}
