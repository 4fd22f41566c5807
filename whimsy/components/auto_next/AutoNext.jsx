import { useEffect, useRef, useState } from "react";
import { tray } from "$/whimsy/composer/tray.js";
import { isBusy, SECONDS, tick } from "./auto_next_core.js";

const KEY = "whimsyAutoNext";

/** The choice, and the count when the partner has left. Props: theirs, room, onNext(room). */
export function AutoNext({ theirs, room, onNext }) {
  const [on, setOn] = useState(() => localStorage.getItem(KEY) === "yes");
  const { left, busy } = useCount(on && theirs, room, onNext);
  const choose = ({ target }) => {
    setOn(target.checked);
    localStorage.setItem(KEY, target.checked ? "yes" : "");
  };
  return (
    <p className="auto-next">
      <label>
        <input type="checkbox" checked={on} onChange={choose} /> Find the next one by itself
      </label>
      {on && theirs && (
        <span role="timer" className="calm">
          {busy ? "Waiting while you are busy." : left ? `In ${left} s.` : "Now."}
        </span>
      )}
    </p>
  );
}

function useCount(runs, room, onNext) {
  const [count, setCount] = useState({ left: SECONDS, busy: false });
  const touched = useTouched();
  useEffect(() => {
    if (!runs) return undefined;
    let left = SECONDS;
    setCount({ left, busy: false });
    const timer = setInterval(() => {
      const busy = isBusy({
        hidden: document.hidden,
        draft: tray.snapshot().draft,
        touched: touched.current,
        beneath: beneath(document.querySelector(".log")),
        now: performance.now(),
      });
      left = tick(left, busy);
      setCount({ left, busy });
      if (left) return;
      clearInterval(timer);
      onNext?.(room);
    }, 1_000);
    return () => clearInterval(timer);
  }, [runs, room]);
  return count;
}

function beneath(log) {
  return log ? log.scrollHeight - log.scrollTop - log.clientHeight : 0;
}

function useTouched() {
  const touched = useRef(-Infinity);
  useEffect(() => {
    const gone = new AbortController();
    const touch = () => {
      touched.current = performance.now();
    };
    for (const name of ["keydown", "pointerdown", "wheel", "touchmove"])
      window.addEventListener(name, touch, { signal: gone.signal, passive: true, capture: true });
    return () => gone.abort();
  }, []);
  return touched;
}
