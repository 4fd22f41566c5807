import { useEffect, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { useSpeaking } from "$/whimsy/captions/captions.js";
import { Heard } from "$/whimsy/captions/Heard.jsx";
import { Reveal } from "$/whimsy/reveal/Reveal.jsx";
import { CLEAR, lesser, VOICE } from "$/whimsy/reveal/reveal_core.js";
import { useScreen } from "$/whimsy/screen/use_screen.js";
import { Veil } from "$/whimsy/screen/Veil.jsx";
import { Controls } from "$/whimsy/stage/Controls.jsx";
import { useChat, useNumbers, useStudio } from "$/whimsy/stage/hooks.js";
import { Numbers } from "$/whimsy/stage/Numbers.jsx";
import { Own, OwnCard } from "$/whimsy/stage/Own.jsx";
import { Problem, useTrouble } from "$/whimsy/stage/Problem.jsx";
import { useRemote } from "$/whimsy/stage/remote.js";
import { remark, remoteOf, sentence, still } from "$/whimsy/stage/stage_core.js";
import { hooks, studio } from "$/whimsy/studio/studio.js";
import { awake } from "./awake.js";

/**
 * The stage: both pictures and the controls of a call. Props: phase, room, video, call, mode, away, alwaysShow,
 * relayed, direct, screened, onStop(room), onRebuild(room, n), onAlwaysShow(yes), onDirect(yes), onReport(room), onNext(room).
 */
export function Call({ phase, room, video, call, mode, away, screened, onStop, onRebuild, ...of }) {
  hooks.rebuild = onRebuild;
  hooks.screened = screened;
  useChat({ phase, room, video, call, mode });
  const { call: state, own, resume, problem, local, opening } = useStudio();
  const [liftedIn, setLiftedIn] = useState("");
  const [audioOnly, setAudioOnly] = useState(false);
  const [asked, setAsked] = useState(false);
  const [trouble, say] = useTrouble();
  const [hushed, setHushed] = useState(null);
  const numbers = useNumbers(state.phase);
  const scene = useRef(null);
  const picture = useRef(null);
  const speaker = useRef(null);
  const sound = useRemote(speaker, picture);
  const lifted = of.alwaysShow || liftedIn === room;
  const level = lesser(state.reveal, state.remote.reveal);
  // A coarse picture shows the screen of pictures nothing, so it begins to look at a clear one.
  const playing = remoteOf(state, { lifted, hidden: audioOnly }) !== "off" && level === CLEAR;
  const screen = useScreen(picture, { on: screened, room: phase === "ended" ? "" : room, playing, lifted });
  const shown = remoteOf(state, { lifted: lifted && level === CLEAR && !screen.veil, hidden: audioOnly });
  const over = phase === "ended";
  const said = away && state.phase !== "live" ? "Reconnecting…" : sentence(state, { resume, hidden: audioOnly });
  const mark = remark(state, numbers);
  const connected = ["live", "unsteady"].includes(state.phase);
  const stepping = connected && !resume && level !== CLEAR;
  const going = !over && connected;
  const steered = !resume && (state.phase !== "over" || opening); // a call that is over has no controls

  useSpeaking({ room: over ? "" : room, going, own, local });
  useEffect(() => (going ? awake() : undefined), [going]);

  // A picture that is blurred on the page must not be shown in a window beside it.
  useEffect(() => {
    if (shown !== "shown" && document.pictureInPictureElement) document.exitPictureInPicture().catch(() => {}); // closed already
  }, [shown]);

  if (over) return local && <Kept />;
  const stop = () => {
    studio.stop();
    onStop(room);
  };
  const onAudioOnly = (on) => {
    setAudioOnly(on);
    studio.setCamera(!on);
  };
  // Whether a call is direct is decided when it is set up, so it is set up anew.
  const choose = (yes) => {
    of.onDirect(yes);
    onRebuild(room, call.n);
  };
  const wishes = { audioOnly, onAudioOnly, numbers: asked, onNumbers: setAsked, lifted, onBlur: () => setLiftedIn("") };
  const more = { ...of, ...wishes, onDirect: choose };
  return (
    <section
      className="stage"
      aria-label="Video"
      data-call={state.phase}
      data-remote={shown}
      data-screen={screen.verdict}
      data-still={still(state, numbers) ? "" : undefined}>
      <audio ref={speaker} autoPlay aria-label="Their sound" />
      <div className="scene" ref={scene}>
        <video
          ref={picture}
          className="theirs-picture"
          autoPlay
          muted
          playsInline
          disablePictureInPicture={shown !== "shown"}
          aria-label={state.remote.screen ? "Their screen" : "Their picture"}
        />
        {stepping && <Reveal own={state.reveal} theirs={state.remote.reveal} onClear={() => setLiftedIn(room)} />}
        {said && !(stepping && level === VOICE) && (
          <div className="scene-words" role="status">
            <span className="dot them" aria-hidden="true" />
            <p>{said}</p>
            {resume && <Button word="Resume video" className="go" onClick={() => studio.resume()} />}
          </div>
        )}
        {shown === "blurred" && !stepping && (
          <Veil
            why={screen.veil}
            onShow={() => setLiftedIn(room)}
            onAnyway={() => (setLiftedIn(room), screen.overrule())}
            onReport={() => of.onReport(room)}
            onNext={() => of.onNext(room)}
          />
        )}
        {mark && (
          <p className={`mark-of-quality ${mark.tone}`}>
            <i aria-hidden="true" />
            <span>{mark.words}</span>
          </p>
        )}
        {asked && numbers && <Numbers numbers={numbers} />}
        <Heard />
        {sound.refused && <Button word="Tap for sound" className="unmute" onClick={sound.play} />}
        {!(resume && !opening) && <OwnCard level={level} />}
      </div>
      {trouble && <Problem key={trouble.n} sentence={trouble.sentence} way="" />}
      {problem && problem !== hushed && <Problem key={problem.n} {...problem} onClose={() => setHushed(problem)} />}
      {steered && (
        <Controls
          {...{ scene, picture, more }}
          shares={level === CLEAR}
          blurred={shown !== "shown"}
          onStop={stop}
          onTrouble={say}
        />
      )}
      {!steered && (
        <div className="controls">
          <Button word="Stop video" className="stop-video" onClick={stop} />
        </div>
      )}
    </section>
  );
}

/** The own picture between two calls, as the camera stays on for the next. */
function Kept() {
  return (
    <section className="stage stage-kept" aria-label="Video" data-call="over" data-remote="off">
      <Own />
      <div>
        <p>Your camera is on for the next person.</p>
        <Button word="Turn off camera" onClick={() => studio.stop()} />
      </div>
    </section>
  );
}
