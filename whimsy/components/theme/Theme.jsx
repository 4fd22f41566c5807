import { useEffect } from "react";

/** Props: mode ("system", "light" or "dark"), drawn ("light" or "dark"), onChoose(mode). */
export function Theme({ mode, drawn, onChoose }) {
  useEffect(() => tintBrowser(), [drawn]);
  return (
    <select className="theme" aria-label="Appearance" value={mode} onChange={({ target }) => onChoose(target.value)}>
      <option value="system">As your device</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}

// A phone's browser draws its own bars in this colour. The frame is asked for once the page is in its new colours.
function tintBrowser() {
  const frame = requestAnimationFrame(() => {
    const { backgroundColor } = getComputedStyle(document.body);
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = backgroundColor;
  });
  return () => cancelAnimationFrame(frame);
}
