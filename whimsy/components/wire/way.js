// Watches the way to the server; a word when nothing gets through, gone as soon as something does.
import { useEffect, useState } from "react";
import { handshakeWithin, isConnected, serverURL } from "./reflex.js";
import { diagnosis, due } from "./way_core.js";

const LOOK_MS = 250;
const PATIENCE_MS = 3_000;
const HANDSHAKE_MS = 8_000;

/** What is in the way (see `diagnosis`), or null. `waiting`: the page has not been told what to show. */
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
    handshakeWithin(HANDSHAKE_MS); // a proxy that swallows the handshake: try again sooner than in 20 s
    const timer = setInterval(look, LOOK_MS);
    return () => ((ended = true), clearInterval(timer));
  }, [waiting]);
  return trouble;
}

/** From here on the page speaks for itself: what stood in it for the case that it never would is hidden. */
function begun() {
  if (window.whimsy) window.whimsy.started = true;
  document.documentElement.dataset.started = "";
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
