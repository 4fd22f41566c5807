import { useEffect, useRef, useState } from "react";
import { settle } from "$/whimsy/focus/settle.js";

const QUIET = "loading";

/**
 * One region that is always there, so that every phase is heard, and the focus a phase lost. Props: scene, words.
 */
export function Herald({ scene, words }) {
  const before = useRef(QUIET);
  const [said, say] = useState("");
  useEffect(() => {
    const came = before.current;
    before.current = scene;
    // A page that just opened is read by itself.
    if (came === QUIET || scene === QUIET) return;
    say(words);
  }, [scene, words]);
  useEffect(() => {
    if (before.current !== QUIET) settled(scene);
  }, [scene]);
  return (
    <div role="status" className="unseen">
      <span>{said}</span>
    </div>
  );
}

/** Two phases take the focus themselves: a conversation writes, where no keyboard comes up; an end asks. */
function settled(scene) {
  if (scene === "ended") return;
  if (scene === "chatting" && window.matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  settle();
}
