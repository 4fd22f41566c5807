import { useEffect, useState } from "react";
import { useNewerBuild } from "./build.js";
import { Forgets } from "./Forgets.jsx";
import { Hold } from "./hold_core.js";
import { keepOfflinePage } from "./offline.js";
import { Recent } from "./recent_core.js";
import { closing, isOpen, onDelta, onOpen, wire } from "./reflex.js";
import { Trouble } from "./Trouble.jsx";
import { useTrouble } from "./way.js";

const RETRY_MS = 400;
const SHOWN_AFTER_MS = 800; // a shorter interruption is not shown

/**
 * Keeps `/whimsy` connected while the page is open, shows when it is not and why, and disconnects at the end.
 * Props: away (the store does not answer), build (the id of this page's build), phase and lines (where a delta has
 * them: {state, field}), waiting (the phase is not known yet).
 */
export function Wire({ away, build, phase, lines, waiting }) {
  const [lost, setLost] = useState(false);
  const trouble = useTrouble(waiting);
  const reconnecting = lost || away;
  const newer = useNewerBuild(build, reconnecting);
  useEffect(keepOfflinePage, []);
  useEffect(() => {
    let timer;
    const onWire = ({ detail }) => {
      clearTimeout(timer);
      if (detail.connected) setLost(false);
      else timer = setTimeout(() => setLost(true), SHOWN_AFTER_MS);
    };
    window.addEventListener("whimsy:wire", onWire);
    return () => (clearTimeout(timer), window.removeEventListener("whimsy:wire", onWire));
  }, []);
  useEffect(() => {
    const hold = new Hold(phase);
    const recent = new Recent(lines);
    return onDelta((delta) => {
      recent.pass(delta);
      hold.pass(delta);
    });
  }, []);
  useEffect(() => {
    const socket = wire();
    const announce = () =>
      window.dispatchEvent(new CustomEvent("whimsy:wire", { detail: { connected: socket.connected } }));
    // Reflex opens and reopens the websocket; the namespace is joined as soon as it is open.
    const join = () => {
      // An active one joins by itself. Asked twice, the server refuses the second, and the socket hears nothing any more.
      if (!socket.active && isOpen() && !leaving) socket.connect();
    };
    let leaving = false;
    const goodbye = () => {
      leaving = true;
      socket.disconnect(); // tells the server that the network was not lost, so it keeps the place less long
    };
    const resume = () => {
      leaving = false;
      join();
    };
    const typing = ({ detail }) => socket.connected && socket.volatile.emit("typing", detail.room);

    // The process is about to stop. Without a disconnect it keeps the place, so that the partner notices nothing.
    const comeBack = (afterMs) => void setTimeout(closing(), afterMs);

    socket.on("connect", announce);
    socket.on("disconnect", announce);
    socket.on("come_back", comeBack);
    const unopened = onOpen(join);
    const timer = setInterval(join, RETRY_MS);
    const away = new AbortController();
    window.addEventListener("pagehide", goodbye, { signal: away.signal });
    window.addEventListener("pageshow", resume, { signal: away.signal });
    window.addEventListener("whimsy:typing", typing, { signal: away.signal });
    join();
    return () => {
      clearInterval(timer);
      socket.off("connect", announce);
      socket.off("disconnect", announce);
      socket.off("come_back", comeBack);
      unopened();
      away.abort();
    };
  }, []);
  return (
    <div role="status" className="connection">
      {trouble && <Trouble trouble={trouble} />}
      {reconnecting && !trouble && <p className="banner">Reconnecting you…</p>}
      {newer && !reconnecting && !trouble && <p className="banner">{newer}</p>}
      <Forgets />
    </div>
  );
}
