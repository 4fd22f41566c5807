import { useEffect } from "react";

const WRITES = "input, textarea, select, [contenteditable]";

/** One key presses one button: the visible one that names it in data-key. Nothing while somebody writes. */
export function Keys({ on }) {
  useEffect(() => {
    const press = (event) => {
      const plain = !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey;
      const writing = event.target.closest?.(WRITES) && event.key !== "Escape";
      if (!plain || writing || !(on || event.key === "Escape")) return;
      const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!button || button.disabled) return;
      event.preventDefault();
      button.click();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [on]);
  return null;
}
