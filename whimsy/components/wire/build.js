// A page of an older build loads itself anew, politely: the chat, and what stands in the composer, are kept.
import { useEffect, useRef, useState } from "react";
import { disturbs, outdated, SPREAD_MS, tried } from "./build_core.js";
import { onMismatch, wire } from "./reflex.js";

const LOOK_MS = 500;
const KEY = "whimsy:reloaded";

/** Watches for a newer build than `mine`; returns whether a reload is due. None happens while `reconnecting`. */
export function useNewerBuild(mine, reconnecting) {
  const [due, setDue] = useState(false);
  const away = useRef(false);
  away.current = reconnecting;
  useEffect(() => {
    const socket = wire();
    let served = mine;
    let from = 0;
    let spread = SPREAD_MS;
    const told = (build) => {
      if (build === served) return;
      served = build;
      from = performance.now() + spread * Math.random();
    };
    const hurry = (soon) => {
      spread = soon;
      from = Math.min(from, performance.now() + spread * Math.random());
    };
    // The server's states are not this page's: Reflex would reload at once, in the middle of a word.
    const mismatch = () => hurry(SPREAD_MS / 10);
    // A part of this page is no longer served.
    const gone = () => {
      told(`another than ${mine}`);
      hurry(0);
    };
    const look = () => {
      const now = Date.now(); // beyond a reload there is no other clock
      const before = remembered();
      const newer = outdated({ mine, served, before, now });
      setDue(newer);
      // Where nothing is kept a reload ends the chat, and could go on for ever.
      if (!newer || performance.now() < from || away.current || !socket.connected || forgets() || disturbs(page())) return;
      remember(tried({ served, before, now }));
      location.reload();
    };
    const heedless = mine && onMismatch(mismatch);
    socket.on("build", told);
    window.addEventListener("vite:preloadError", gone);
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      if (heedless) heedless();
      socket.off("build", told);
      window.removeEventListener("vite:preloadError", gone);
    };
  }, [mine]);
  return due;
}

function page() {
  return {
    picture: [...document.querySelectorAll("video")].some((video) => video.srcObject),
    draft: document.querySelector(".composer textarea")?.value,
    hidden: document.hidden,
  };
}

/** Whether this browser keeps nothing beyond a reload. */
export function forgets() {
  return Boolean(window.whimsy?.forgets.sessionStorage);
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

function remember(what) {
  sessionStorage.setItem(KEY, JSON.stringify(what));
}
