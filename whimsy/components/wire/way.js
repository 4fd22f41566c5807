// Asks the server by plain requests why the connection does not open, while it does not.
import { useEffect, useState } from "react";
import { handshakeWithin, isConnected, serverURL } from "./reflex.js";
import { diagnosis, due } from "./way_core.js";

const LOOK_MS = 250;
const PATIENCE_MS = 3_000;
const HANDSHAKE_MS = 8_000;

/** The result of `diagnosis`, or null while all is well. `waiting`: the phase is not known yet. */
export function useTrouble(waiting) {
  const [trouble, setTrouble] = useState(null);
  useEffect(() => {
    begun();
    let since = null;
    let asked = null;
    let ended = false;
    const look = async () => {
      const now = performance.now();
      const connected = isConnected();
      if (connected && !waiting) {
        since = asked = null;
        setTrouble(null);
        return;
      }
      since ??= now;
      if (document.hidden || !due({ since, now, asked })) return;
      asked = now;
      const answer = await ask();
      if (!ended && since !== null) setTrouble(diagnosis({ online: navigator.onLine, answer, connected }));
    };
    handshakeWithin(HANDSHAKE_MS); // a proxy may swallow the handshake: try again sooner than after 20 s
    const timer = setInterval(look, LOOK_MS);
    return () => ((ended = true), clearInterval(timer));
  }, [waiting]);
  return trouble;
}

/** Hide the sentences that the page holds for the case that scripts do not run, and press what was pressed (first.js). */
function begun() {
  const page = document.documentElement;
  if (window.whimsy) window.whimsy.started = true;
  page.dataset.started = "";
  delete page.dataset.pressed;
  const pressed = window.whimsy?.pressed;
  if (!pressed) return;
  delete window.whimsy.pressed; // this runs again when the phase is known
  pressed.click();
}

async function ask() {
  const url = serverURL("/way");
  url.search = new URLSearchParams({ from: location.origin });
  try {
    const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return null;
  }
}
