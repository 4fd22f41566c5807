import { useEffect } from "react";
import { useStudio } from "$/whimsy/stage/hooks.js";
import { studio } from "$/whimsy/studio/studio.js";
import { Talker } from "./Talker.jsx";

/**
 * The visitor's own microphone. While neither this nor the own picture is in the page, it is off. wide: a row of its
 * own, with what `children` add.
 */
export function Microphone({ wide, children }) {
  const { local, own, opening } = useStudio();
  useEffect(() => studio.show(), []);
  const words = own.mic ? "Your microphone is on." : "Your microphone is off.";
  return (
    <div className={wide ? "microphone microphone-wide" : "microphone"} data-mic={own.mic ? "on" : "off"}>
      <Talker who="you" stream={own.mic ? local : null} />
      <p>{opening ? "Asking your browser…" : words}</p>
      {children}
    </div>
  );
}
