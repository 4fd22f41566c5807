import { useEffect } from "react";

const WRITES = "input, textarea, select, [contenteditable]";

/** Focus the first field of a form that opened: at once, or what is typed next would act as single keys. */
function fill(details) {
  if (details.matches("details.particular[open]")) details.querySelector("input, select").focus();
}

/** Press the button that names the key in data-key, except while somebody types. Escape closes a form. */
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
