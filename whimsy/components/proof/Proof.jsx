import { useEffect, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { payload } from "./proof_core.js";
import { begin } from "./work.js";

const hire = () => new Worker(new URL("./proof_worker.js", import.meta.url), { type: "module" });

/** The card of a proof of work, while a worker solves it. Props: challenge, onSolved(payload), onCancel(). */
export function Proof({ challenge, onSolved, onCancel }) {
  const [done, setDone] = useState(0);
  const card = useRef(null);
  useEffect(() => {
    setDone(0);
    return begin(challenge, hire, {
      onProgress: setDone,
      onFound: (number) => onSolved(payload(challenge, number)),
      onFailed: onCancel,
    });
  }, [challenge.challenge]);
  // The card has the focus, for Esc; it is given back at the end.
  useEffect(() => {
    const before = document.activeElement;
    card.current.focus();
    return () => before?.isConnected && before.focus();
  }, []);
  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onCancel();
  };
  return (
    <div ref={card} className="proof" role="group" aria-label="One moment" tabIndex={-1} onKeyDown={onKeyDown}>
      <p className="proof-title">One moment: your browser is doing a small task.</p>
      <p className="calm">It keeps robots away. You need not do anything.</p>
      <progress max="1" value={done} aria-label="How far it is" />
      <Button word="Cancel" onClick={onCancel} />
    </div>
  );
}
