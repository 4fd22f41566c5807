import { useEffect, useRef, useState } from "react";
import { Step } from "./step.js";

const NOTE_MS = 4_000;

/**
 * What Back does in a chat: it stops a search, goes from an ended chat to the start, and asks before it leaves one that
 * goes on. Props: phase, room, onCancel(), onHome(room).
 */
export function Back({ phase, room, onCancel, onHome }) {
  const [asked, ask] = useState(false);
  const act = useRef(null);
  act.current = () => {
    if (phase === "searching") onCancel();
    else if (phase === "ended") onHome(room);
    else ask(true);
  };
  const deep = ["searching", "chatting", "ended"].includes(phase);
  const step = useRef(null);
  useEffect(() => {
    step.current = new Step();
    return () => step.current.end();
  }, []);
  useEffect(() => {
    if (!deep) step.current.give();
    else if (!asked) step.current.take(() => act.current());
  }, [deep, asked]);
  useEffect(() => {
    if (!asked) return undefined;
    // A browser passes over an entry that was not made by a gesture, so the next one makes it.
    const gesture = new AbortController();
    for (const name of ["pointerdown", "keydown"])
      window.addEventListener(name, () => ask(false), { signal: gesture.signal });
    return () => gesture.abort();
  }, [asked]);
  return <div role="status">{asked && phase === "chatting" && <Note />}</div>;
}

function Note() {
  const [over, end] = useState(false);
  useEffect(() => {
    const timer = setTimeout(end, NOTE_MS, true);
    return () => clearTimeout(timer);
  }, []);
  return (
    !over && (
      <div className="notice">
        <p>Your chat goes on. Back once more leaves it.</p>
      </div>
    )
  );
}
