import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from "react";
import { tray } from "$/whimsy/composer/tray.js";
import { Translate } from "$/whimsy/translation/Translate.jsx";
import { isVoice } from "$/whimsy/voice/voice_core.js";
import { here, tell, untilMidnight } from "./clock.js";
import { Item, Sending, Typing } from "./rows.jsx";
import { Save } from "./Save.jsx";
import { EMPTY, fold, hear, isOver, lastOfStranger, merge, NEAR_PX } from "./transcript_core.js";

const ASK_AGAIN_MS = 5_000;

/** The transcript. Props: window (of lines), typing (a counter), most (how many lines to keep), onGap(). */
export function Transcript({ window: lines, typing, most, onGap }) {
  tell(lines?.now, performance.now());
  const held = useMerged(lines, most);
  const { pending, room } = useSyncExternalStore(tray.subscribe, tray.snapshot);
  const today = useToday();
  const items = useMemo(
    () => fold(held.lines, new Date(today).toDateString(), undefined, isVoice(held.room)),
    [held, today],
  );
  const writing = useTyping(held, typing);
  const sending = room === held.room ? pending.filter(({ nonce }) => !accepted(held.lines, nonce)) : [];
  const over = isOver(held.lines);
  const scroll = useFollow(held, sending.length, writing);
  useGap(held, onGap);

  return (
    <>
      <div className="transcript">
        <div
          ref={scroll.ref}
          className="log"
          onScroll={scroll.onScroll}
          role="log"
          aria-live="polite"
          aria-label="Conversation"
          tabIndex={0}>
          <div className="lines">
            {items.map((item) => (
              <Item
                key={`${held.room} ${item.key}`}
                item={item}
                now={today}
                room={over || item.line?.by ? "" : held.room}
              />
            ))}
            {sending.map(({ nonce, text }) => (
              <Sending key={nonce} text={text} />
            ))}
            {writing && <Typing />}
            {over && <Save key={held.room} room={held.room} lines={held.lines} />}
          </div>
        </div>
        {scroll.behind && (
          <button type="button" className="newer" onClick={scroll.toEnd}>
            New messages <span aria-hidden="true">↓</span>
          </button>
        )}
      </div>
      {!over && <Translate room={held.room} lines={held.lines} />}
    </>
  );
}

function accepted(lines, nonce) {
  return lines.some((line) => line.mine && line.nonce === nonce);
}

// Merged while rendering, not in an effect, so that every window is merged before anything is drawn.
function useMerged(lines, most) {
  const held = useRef(EMPTY);
  held.current = merge(held.current, lines, most);
  return held.current;
}

function useGap(held, onGap) {
  useEffect(() => {
    if (!held.gap) return undefined;
    onGap?.();
    const timer = setInterval(() => onGap?.(), ASK_AGAIN_MS); // again, as the answer may be lost
    return () => clearInterval(timer);
  }, [held.room, held.gap]);
}

function useTyping(held, typing) {
  const heard = useRef(null);
  const [, redraw] = useReducer((n) => n + 1, 0);
  heard.current = hear(heard.current, {
    room: held.room,
    typing,
    last: lastOfStranger(held.lines),
    now: performance.now(),
  });
  const { until } = heard.current;
  useEffect(() => {
    if (!until) return undefined;
    const timer = setTimeout(redraw, until - performance.now() + 20);
    return () => clearTimeout(timer);
  }, [until]);
  return until > performance.now() && !isOver(held.lines);
}

function useToday() {
  const now = () => here(performance.now());
  const [today, setToday] = useState(now);
  useEffect(() => {
    const timer = setTimeout(() => setToday(now()), untilMidnight(now()) + 500);
    return () => clearTimeout(timer);
  }, [today]);
  return today;
}

/** Scroll to new lines while the reader is at the end; else tell by `behind` that there are some. */
function useFollow(held, sending, writing) {
  const ref = useRef(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const toEnd = () => {
    if (!ref.current) return; // removed; its ResizeObserver may still fire once
    ref.current.scrollTop = ref.current.scrollHeight;
    atEnd.current = true;
    setBehind(false);
  };
  const onScroll = () => {
    if (!ref.current) return;
    const { scrollHeight, scrollTop, clientHeight } = ref.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (atEnd.current) setBehind(false);
  };
  const last = held.lines.at(-1)?.seq;
  const before = useRef({ sending });
  useLayoutEffect(toEnd, [held.room]);
  useLayoutEffect(() => {
    // Also after a message of their own, which a visitor wants to see.
    if (atEnd.current || sending > before.current.sending) toEnd();
    else if (last !== before.current.last) setBehind(true);
    before.current = { sending, last };
  }, [last, sending]);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [writing]);
  useLayoutEffect(() => {
    // The keyboard opened or the window turned, and the end must stay visible.
    const watcher = new ResizeObserver(() => atEnd.current && toEnd());
    watcher.observe(ref.current);
    return () => watcher.disconnect();
  }, []);
  return { ref, behind, toEnd, onScroll };
}
