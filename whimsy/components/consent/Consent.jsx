import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { Address } from "./Address.jsx";
import { asking } from "./asking.js";
import { answered, card, goOn, REST, turn, want } from "./consent_core.js";

// Who never wants video never loads it.
let loaded = null;
const load = () => {
  loaded ??= Promise.all([
    import("$/public/external/whimsy/components/studio/studio/studio.js"),
    import("$/public/external/whimsy/components/call/call/Call.jsx"),
  ]).then(([{ studio }]) => studio);
  return loaded;
};
const off = () => loaded?.then((studio) => studio.stop());
const Own = lazy(() => import("$/public/external/whimsy/components/stage/stage/Own.jsx").then(({ Own }) => ({ default: Own })));
const Trouble = lazy(() => import("./Trouble.jsx").then(({ Trouble }) => ({ default: Trouble })));

/** "Video", in the header: asks the other side, after the camera has been asked. Props: phase, room, video, relayed. */
export function VideoButton({ phase, room, video, relayed }) {
  const held = useSyncExternalStore(asking.subscribe, asking.snapshot);
  if (phase !== "chatting" || video || card(held, { phase, room, video })) return null;
  return (
    <button type="button" className="quiet ask-video" title="Ask for video" onClick={() => asking.set(want("offer", room, { clear: relayed || asking.known() }))}>
      <svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        <path d="M3 6.5A1.5 1.5 0 0 1 4.5 5h7A1.5 1.5 0 0 1 13 6.5v7a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 13.5zM13 9l4-2.5v7L13 11" />
      </svg>
      <span>Video</span>
    </button>
  );
}

/**
 * What is to be said and decided before there is video. Props: phase, room, video, relayed, onOffer(room),
 * onAccept(room), onDecline(room), onStop(room).
 */
export function Consent({ phase, room, video, relayed, onOffer, onAccept, onDecline, onStop }) {
  const held = useSyncExternalStore(asking.subscribe, asking.snapshot);
  const before = useRef({ phase, room, video });
  useEffect(() => {
    const next = turn(asking.snapshot(), before.current, { phase, room, video });
    before.current = { phase, room, video };
    asking.set(next.held);
    if (next.off) off();
  }, [phase, room, video]);

  const open = async () => {
    const studio = await load();
    const opened = await studio.open();
    const now = asking.snapshot();
    if (now.step !== "camera" || now.room !== room) return;
    asking.set(answered(now, opened));
    if (opened) (now.wish === "accept" ? onAccept : onOffer)(room);
  };
  useEffect(() => {
    if (held.step === "camera") open();
  }, [held.step, held.room]);

  const shown = card(held, { phase, room, video });
  // What had the focus is gone with its card, or with the stage.
  useEffect(() => {
    if (document.activeElement !== document.body || !window.matchMedia("(hover: hover) and (pointer: fine)").matches) return;
    if (phase === "chatting") document.querySelector(".field textarea")?.focus();
  }, [shown, video]);
  const leave = () => {
    asking.set(REST);
    off();
    if (video === "asked") onDecline(room);
    else if (video === "offered" || held.step === "asked") onStop(room);
  };
  const accept = () => asking.set(want("accept", room, { clear: relayed || asking.known() }));
  return (
    <div role="status" className="consents">
      {shown && (
        <div className={`consent consent-${shown}`}>
          {["camera", "problem", "waiting"].includes(shown) && loaded && <Suspense><Own /></Suspense>}
          <div className="consent-words">
            {shown === "address" && <Address onContinue={() => (asking.know(), asking.set(goOn(held)))} onText={leave} />}
            {shown === "camera" && <Words title="Your browser asks for your camera and microphone." hint="Nobody sees you yet. Whoever does could record you." />}
            {shown === "problem" && <Suspense><Trouble /></Suspense>}
            {shown === "waiting" && <Words title="Waiting for them…" hint={relayed ? "They see you once they accept. The video is relayed: your address stays hidden." : "They see you once they accept."} />}
            {shown === "asked" && <Words title="They’d like to turn on video." hint="Your camera is off until you turn it on. They could record you. Their picture starts blurred." />}
            <Answers shown={shown} held={held} onLeave={leave} onAccept={accept} />
          </div>
        </div>
      )}
    </div>
  );
}

function Words({ title, hint }) {
  return (
    <>
      <p className="consent-title">{title}</p>
      <p className="calm">{hint}</p>
    </>
  );
}

function Answers({ shown, held, onLeave, onAccept }) {
  if (shown === "address") return null;
  if (shown === "asked") return <Row yes="Accept" onYes={onAccept} no="Not now" onNo={onLeave} />;
  if (shown === "waiting") return <Row no="Take back" onNo={onLeave} />;
  if (shown === "problem") return <Row yes="Try again" onYes={() => asking.set(goOn(held))} no="Stay with text" onNo={onLeave} />;
  return <Row no="Stay with text" onNo={onLeave} />;
}

function Row({ yes, onYes, no, onNo }) {
  return (
    <div className="consent-row">
      {yes && <button type="button" className="small-go" onClick={onYes}>{yes}</button>}
      <button type="button" className="quiet" onClick={onNo}>{no}</button>
    </div>
  );
}
