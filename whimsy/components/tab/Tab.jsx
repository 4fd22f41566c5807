import { useEffect, useReducer, useRef } from "react";
import { bell } from "$/whimsy/ring/bell.js";
import { isFound, tremble } from "./haptic.js";
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
  const { room, unread, found } = held.current;
  useRing(room, unread);
  useHaptic(phase, room);
  useEffect(() => {
    const away = new AbortController();
    document.addEventListener("visibilitychange", redraw, { signal: away.signal });
    // A window may be visible while the visitor works in another.
    for (const name of ["focus", "blur"]) window.addEventListener(name, redraw, { signal: away.signal });
    return () => away.abort();
  }, []);
  // A reload shows at once what it comes back to (first.js).
  useEffect(() => {
    if (phase === "loading") return;
    sessionStorage.setItem("whimsy:phase", phase);
    if (phase !== "idle") document.documentElement.dataset.left = "";
  }, [phase]);
  useEffect(() => {
    document.title = title(unread, found);
    iconLink().href = icon(phase, unread);
  }, [phase, unread, found]);
  return null;
}

function useRing(room, unread) {
  const before = useRef({ room, unread: 0 });
  useEffect(() => {
    if (unread > before.current.unread) bell.ring(room === before.current.room ? "said" : "found");
    before.current = { room, unread };
  }, [room, unread]);
}

function useHaptic(phase, room) {
  const before = useRef({ phase: "", room: "" });
  useEffect(() => {
    if (isFound(before.current, { phase, room })) tremble();
    before.current = { phase, room };
  }, [phase, room]);
}

function iconLink() {
  const link = document.querySelector('link[rel~="icon"]') ?? document.head.appendChild(document.createElement("link"));
  link.rel = "icon";
  link.type = "image/svg+xml";
  return link;
}
