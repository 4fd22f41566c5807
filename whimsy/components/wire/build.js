// Reloads a page of an older build, and one without a script that it needs, at a moment when that disturbs nobody. The
// chat and the draft are kept.
import { useEffect, useRef, useState } from "react";
import { isSaid } from "$/whimsy/part/fetched.js";
import { announced, disturbs, goesOn, other, outdated, SPREAD_MS, tried } from "./build_core.js";
import { onMismatch, wire } from "./reflex.js";

const LOOK_MS = 500;
const KEY = "whimsy:reloaded";

/** Watches for another build than `mine`; returns what to say until the reload, which waits while `reconnecting`. */
export function useNewerBuild(mine, reconnecting) {
  const [words, say] = useState("");
  const away = useRef(false);
  away.current = reconnecting;
  useEffect(() => {
    const socket = wire();
    const lost = [];
    let served = mine;
    let from = 0;
    const told = (build) => {
      if (build === served) return;
      served = build;
      from = performance.now() + SPREAD_MS * Math.random();
    };
    // The server's states differ from this page's. Reflex itself would reload at once, while the visitor types.
    const mismatch = () => (from = Math.min(from, performance.now() + (SPREAD_MS / 10) * Math.random()));
    const gone = ({ payload }) => lost.push(payload);
    const look = () => {
      const now = Date.now(); // the only clock that goes on beyond a reload
      const before = remembered();
      const newer = outdated({ mine, served, before, now });
      const missing = !lost.every(isSaid) && outdated({ mine, served: other(mine), before, now });
      const shown = page();
      const stays = goesOn(shown);
      say(announced({ newer, missing, stays, forgets: forgets() }));
      const due = (newer && performance.now() >= from) || (missing && !stays);
      // Without storages a reload would end the chat, and could repeat for ever.
      if (!due || away.current || !socket.connected || forgets() || disturbs(shown)) return;
      sessionStorage.setItem(KEY, JSON.stringify(tried({ served: newer ? served : other(mine), before, now })));
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
  return words;
}

function page() {
  const field = document.querySelector(".composer textarea");
  return {
    picture: [...document.querySelectorAll("video, audio")].some((video) => video.srcObject),
    draft: field?.value,
    words: [...document.querySelectorAll("textarea, input[type=text]")].some((each) => each !== field && each.value),
    hidden: document.hidden,
    chatting: document.querySelector('.whimsy[data-phase="chatting"]'),
    log: document.querySelector("[role=log]"),
    field,
    stop: document.querySelector(".stop"),
  };
}

/** Whether this browser keeps no storage beyond a reload (see first.js). */
function forgets() {
  return Boolean(window.whimsy?.forgets.sessionStorage);
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}
