import { useEffect, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { CALM_MS } from "$/whimsy/call/media_core.js";

/** What went wrong, and a way out of it. */
export function Problem({ sentence: what, way, onClose }) {
  return (
    <div className="call-problem" role="alert">
      <p>
        <b>{what}</b> <span>{way}</span>
      </p>
      {onClose && <Button word="Close" onClick={onClose} />}
    </div>
  );
}

/** A sentence on what a control could not do, shown for some seconds. */
export function useTrouble() {
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    if (!trouble) return undefined;
    const timer = setTimeout(setTrouble, CALM_MS, null);
    return () => clearTimeout(timer);
  }, [trouble]);
  return [trouble, (what) => setTrouble((before) => ({ n: (before?.n ?? 0) + 1, sentence: what }))];
}
