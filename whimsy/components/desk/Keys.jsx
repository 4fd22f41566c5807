import { useEffect } from "react";

const WRITES = "input, textarea, select, [contenteditable]";

/** Puts the caret where the particulars begin: at once, or what is typed next would be taken for keys. */
function fill(details) {
  if (details.matches("details.particular[open]")) details.querySelector("input, select").focus();
}

/** One key presses one button: the one that names it in data-key. Nothing while somebody writes. */
function press(event, on) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const open = event.target.closest?.("details.particular[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      return;
    }
  } else if (!on || event.target.closest?.(WRITES)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
  fill(button.parentElement);
}

export function Keys({ on }) {
  useEffect(() => {
    const pressed = (event) => press(event, on);
    const toggled = (event) => fill(event.target);
    const away = new AbortController();
    window.addEventListener("keydown", pressed, { signal: away.signal });
    document.addEventListener("toggle", toggled, { signal: away.signal, capture: true });
    return () => away.abort();
  }, [on]);
  return null;
}
