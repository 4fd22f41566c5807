import { useSyncExternalStore } from "react";
import { interpreter } from "./interpreter.js";

/** A stranger's words, beneath what they mean if that is known. Props: seq, children (the words). */
export function Translated({ seq, children }) {
  const said = useSyncExternalStore(interpreter.subscribe, () => interpreter.snapshot().said[seq]);
  if (!said) return children;
  return (
    <>
      <span dir="auto" lang={interpreter.target}>
        {said}
      </span>
      <span className="original" dir="auto">
        {children}
      </span>
    </>
  );
}
