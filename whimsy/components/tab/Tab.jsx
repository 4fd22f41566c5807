import { useEffect, useReducer, useRef } from "react";
import { count, icon, NOBODY, title } from "./tab_core.js";

/** Keeps the title and icon of the browser's tab up to date. Props: phase, window (of lines). */
export function Tab({ phase, window: lines }) {
  const held = useRef(NOBODY);
  const [, redraw] = useReducer((n) => n + 1, 0);
  held.current = count(held.current, {
    room: lines?.room ?? "",
    lines: lines?.lines ?? [],
    unseen: document.hidden || !document.hasFocus(),
  });
  const { unread } = held.current;
  useEffect(() => {
    const away = new AbortController();
    document.addEventListener("visibilitychange", redraw, { signal: away.signal });
    // A window may be visible while the visitor works in another.
    for (const name of ["focus", "blur"]) window.addEventListener(name, redraw, { signal: away.signal });
    return () => away.abort();
  }, []);
  useEffect(() => {
    document.title = title(unread);
    iconLink().href = icon(phase, unread);
  }, [phase, unread]);
  return null;
}

function iconLink() {
  const link = document.querySelector('link[rel~="icon"]') ?? document.head.appendChild(document.createElement("link"));
  link.rel = "icon";
  link.type = "image/svg+xml";
  return link;
}
