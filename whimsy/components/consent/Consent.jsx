import { useEffect, useReducer, useRef, useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { saying } from "$/whimsy/part/fetched.js";
import { Steps } from "$/whimsy/reveal/Steps.jsx";
import { steps } from "$/whimsy/reveal/steps.js";
import { Icon } from "$/whimsy/stage/icons.jsx";
import { lacking } from "$/whimsy/studio/able.js";
import { isVoice } from "$/whimsy/voice/voice_core.js";
import { Address } from "./Address.jsx";
import { asking } from "./asking.js";
import { answered, card, goOn, REST, refusedBy, turn, want } from "./consent_core.js";
import { useRest } from "./rest.js";
import { said, wordsOf } from "./words.js";

const lack = lacking(window);

// Loaded when it is first needed; what failed is loaded again at the next attempt.
let parts = null;
async function load(voice) {
  const [{ hooks, studio }, { Own }, { Microphone }, trouble] = await Promise.all(
    [
      import("$/whimsy/studio/studio.js"),
      import("$/whimsy/stage/Own.jsx"),
      import("$/whimsy/voice/Microphone.jsx"),
      import("./Trouble.jsx"),
      voice ? import("$/whimsy/voice/Voice.jsx") : import("$/whimsy/call/Call.jsx"),
    ].map(saying),
  );
  return (parts = { hooks, studio, Own, Microphone, ...trouble });
}
/** Switch camera and microphone off, if the part that can switch them on was ever loaded. */
const off = () => import("$/whimsy/studio/studio.js").then(({ studio }) => studio.stop()).catch(() => {});

/** "Video" or "Voice", in the header: opens what it needs, then asks. Props: phase, room, video, relayed, resting. */
export function VideoButton({ phase, room, video, relayed, resting }) {
  const held = useSyncExternalStore(asking.subscribe, asking.snapshot);
  const left = useRest(resting);
  if (phase !== "chatting" || video || left < 0 || card(held, { phase, room, video })) return null;
  const ask = () => asking.set(want("offer", room, { clear: relayed || asking.known(), lack }));
  const voice = isVoice(room);
  const words = wordsOf(voice);
  const title = left ? `They’d rather not, for now. You can ask again in ${left} s.` : words.ask;
  return (
    <button type="button" className="quiet ask-video" title={title} disabled={left > 0} onClick={ask}>
      <Icon name={voice ? "mic" : "camera"} size={18} />
      <span>{words.button}</span>
      {left > 0 && <i className="counting">in {left} s</i>}
    </button>
  );
}

/**
 * The card for everything that is told and decided before a call. Props: phase, room, video, relayed, screened, refused (by the
 * server: {n, room, sentence}), onOffer(room), onAccept(room), onDecline(room, why), onStop(room).
 */
export function Consent({ phase, room, video, relayed, screened, refused, onOffer, onAccept, onDecline, onStop }) {
  const held = useSyncExternalStore(asking.subscribe, asking.snapshot);
  const [, fetched] = useReducer((n) => n + 1, 0);
  const voice = isVoice(room);
  const before = useRef({ phase, room, video });
  useEffect(() => {
    const next = turn(asking.snapshot(), before.current, { phase, room, video });
    before.current = { phase, room, video };
    asking.set(next.held);
    if (next.off) off();
  }, [phase, room, video]);

  const open = async () => {
    const due = () => asking.snapshot().step === "camera" && asking.snapshot().room === room;
    try {
      await load(voice);
    } catch {
      return void (due() && asking.set({ ...asking.snapshot(), step: "unloaded" }));
    }
    if (!due()) return;
    fetched();
    parts.hooks.screened = screened;
    const { only } = asking.snapshot();
    const kinds = only ? [only] : voice ? ["audio"] : ["audio", "video"];
    const opened = await parts.studio.open({ audio: kinds.includes("audio"), video: kinds.includes("video") });
    if (!due()) return;
    const now = asking.snapshot();
    asking.set(answered(now, opened));
    if (opened) (now.wish === "accept" ? onAccept : onOffer)(room);
  };
  useEffect(() => {
    if (held.step === "camera") open();
  }, [held.step, held.room]);
  useEffect(() => {
    const next = refusedBy(asking.snapshot(), refused);
    if (next === asking.snapshot()) return;
    asking.set(next);
    off();
  }, [refused.n]);

  const shown = card(held, { phase, room, video });
  // The element that had the focus was removed with its card, or with the stage.
  useEffect(() => {
    const lost =
      document.activeElement === document.body && window.matchMedia("(hover: hover) and (pointer: fine)").matches;
    if (lost && phase === "chatting") document.querySelector(".field textarea")?.focus();
  }, [shown, video]);
  const close = () => (asking.set(REST), off());
  const decline = (why) => (close(), onDecline(room, why));
  const leave = () => {
    close();
    if (video === "asked") onDecline(room, "");
    else if (video === "offered" || held.step === "asked") onStop(room);
  };
  const accept = () => asking.set(want("accept", room, { clear: relayed || asking.known(), lack }));
  const know = () => (asking.know(), asking.set(goOn(held)));
  const only = (kind) => asking.set({ ...goOn(held), only: kind });
  return (
    <div role="status" className="consents">
      {shown && (
        <div className={`consent consent-${shown}`}>
          {["camera", "problem", "waiting"].includes(shown) && parts && (voice ? <parts.Microphone /> : <parts.Own />)}
          <div className="consent-words">
            {shown === "address" && <Address voice={voice} onContinue={know} onText={leave} />}
            {shown === "problem" && <parts.Trouble onOnly={only} />}
            <Says {...{ shown, held, voice, video, relayed }} />
            {shown === "waiting" && parts && <parts.Half />}
            {!voice && !lack && ["asked", "camera", "waiting"].includes(shown) && <Steps />}
            <Answers shown={shown} held={held} onClose={close} onLeave={leave} onAccept={accept} onDecline={decline} />
          </div>
        </div>
      )}
    </div>
  );
}

/** Title and hint of the cards that have no component of their own. */
function Says({ shown, held, voice, video, relayed }) {
  const by = useSyncExternalStore(steps.subscribe, steps.snapshot);
  const asks = video === "offered" ? "Waiting for them…" : "Asking them…";
  const waits = held.wish === "accept" ? wordsOf(voice).turning : asks;
  const both = said({ shown, voice, lack, sentence: held.sentence, waits, relayed, steps: by });
  if (!both) return null;
  return (
    <>
      <p className="consent-title">{both[0]}</p>
      <p className="calm">{both[1]}</p>
    </>
  );
}

function Answers({ shown, held, onClose, onLeave, onAccept, onDecline }) {
  const again = () => asking.set(goOn(held));
  switch (shown) {
    case "address":
      return null;
    case "asked":
      if (lack) return <Row no="Not now" onNo={() => onDecline("unable")} />;
      return <Row yes="Accept" onYes={onAccept} no="Not now" onNo={onLeave} onNever={() => onDecline("never")} />;
    case "waiting":
      return <Row no="Take back" onNo={onLeave} />;
    case "problem":
    case "unloaded":
      return <Row yes="Try again" onYes={again} no="Stay with text" onNo={onLeave} />;
    default:
      return <Row no="Stay with text" onNo={shown === "camera" ? onLeave : onClose} />;
  }
}

function Row({ yes, onYes, no, onNo, onNever }) {
  return (
    <div className="consent-row">
      {yes && <Button word={yes} className="small-go" onClick={onYes} />}
      <Button word={no} onClick={onNo} />
      {onNever && <Button word="Don’t ask again in this chat" onClick={onNever} />}
    </div>
  );
}
