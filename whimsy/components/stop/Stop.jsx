import { useEffect, useLayoutEffect, useReducer, useRef } from "react";
import { asking, enter, label, press, REALLY_MS, REST } from "./stop_core.js";

/** Stop → Really? → New, by click or Esc. Props: room, phase, onLeave(room), onNext(room), onCancel(). */
export function Stop({ room, phase, onLeave, onNext, onCancel }) {
  const held = useRef(REST);
  const [, redraw] = useReducer((n) => n + 1, 0);
  const now = performance.now();
  held.current = enter(held.current, phase, now);

  const act = useRef(null);
  act.current = () => {
    const [next, command] = press(held.current, performance.now());
    held.current = next;
    redraw();
    if (command === "leave") onLeave(room);
    else if (command === "next") onNext(room);
    else if (command === "cancel") onCancel();
  };
  useEscape(act);

  const { asked } = held.current;
  useEffect(() => {
    if (asked === -Infinity) return undefined;
    const timer = setTimeout(redraw, asked + REALLY_MS - performance.now() + 20);
    return () => clearTimeout(timer);
  }, [asked]);

  const sure = asking(held.current, now);
  return (
    <button
      type="button"
      className={`stop stop-${phase}${sure ? " sure" : ""}`}
      onClick={() => act.current()}
      title={`${label(held.current, now)} (Esc)`}>
      <span aria-live="polite">{label(held.current, now)}</span>
    </button>
  );
}

// On the whole page. A key that is held counts once, and an Esc that closes an input method's list does not count.
function useEscape(act) {
  // A layout effect, so that Esc works from the moment the button is visible.
  useLayoutEffect(() => {
    const onKeyDown = (event) => {
      if (event.key !== "Escape" || event.repeat || event.isComposing || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]")) return; // Esc is for the dialog then
      event.preventDefault();
      act.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
