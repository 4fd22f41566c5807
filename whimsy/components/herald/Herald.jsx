import { useEffect, useRef, useState } from "react";
import { settle } from "$/whimsy/focus/settle.js";

const QUIET = "loading";

/** A live region, always in the page, that announces each phase; it also restores the focus. Props: scene, words. */
export function Herald({ scene, words }) {
  const before = useRef(QUIET);
  const [said, say] = useState("");
  useEffect(() => {
    const came = before.current;
    before.current = scene;
    // A page that was just opened is read by the screen reader itself.
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

/** Restore the focus, except where a phase takes it itself: an ended chat, and a chat on a device with a mouse. */
function settled(scene) {
  if (scene === "ended") return;
  if (scene === "chatting" && window.matchMedia("(hover: hover) and (pointer: fine)").matches) return;
  settle();
}
