import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { Emoji } from "$/whimsy/emoji/Emoji.jsx";
import { Icon } from "$/whimsy/stage/icons.jsx";
import { post, showLine } from "$/whimsy/wire/post.js";
import { Answering } from "./Answering.jsx";
import { Count } from "./Count.jsx";
import { Dice } from "./Dice.jsx";
import { followKeyboard } from "./keyboard.js";
import { FULL, length, MOST, tooLong } from "./length.js";
import { pulse } from "./pulse.js";
import { tray } from "./tray.js";
import { useEnter } from "./use_enter.js";

const TICK_MS = 1_000;

/**
 * The field for messages. Props: room, phase, acknowledged (the window of lines), lines (where a delta has them,
 * {state, field}), connected, longest (message, in characters).
 */
export function Composer({ room, phase, acknowledged, lines, connected, longest }) {
  const { draft, to, note, room: opened } = useSyncExternalStore(tray.subscribe, tray.snapshot);
  const field = useRef(null);
  const over = phase === "ended";
  const shown = useRef("");
  shown.current = acknowledged?.room;
  const say = (message) =>
    post(room, message, {
      accept: (line) => shown.current === room && showLine(lines, room, line), // not after the visitor went on
      refuse: (refusal) => tray.refuse(refusal),
      wait: (nonce) => tray.untried(nonce),
    });
  useOutbox({ room, over, acknowledged, connected, say });
  useHeight(field, draft);
  useFocus(field, room, phase, to);
  useEffect(() => followKeyboard(), []);
  const typing = useTyping(room);

  const count = length(draft, longest);
  const send = (text = draft) => {
    if (over || opened !== room) return;
    if (text !== tray.snapshot().draft) tray.type(text);
    if (length(text, longest) > longest) return tray.tell(tooLong(longest));
    const message = tray.send();
    if (message) say(message);
    typing.sent();
    field.current?.focus();
  };
  /** Put `emoji` where the caret is. */
  const insert = (emoji) => {
    const { selectionStart, selectionEnd, value } = field.current;
    field.current.focus();
    if (value.length + emoji.length > MOST) return tray.tell(FULL);
    field.current.setRangeText(emoji, selectionStart, selectionEnd, "end");
    tray.type(field.current.value);
    typing.pressed();
  };
  const { onKeyDown, input } = useEnter(field, send);
  const onChange = (event) => {
    const text = input(event);
    if (text === null) return;
    tray.type(text.slice(0, MOST));
    if (text.length >= MOST) tray.tell(FULL);
    if (text) typing.pressed();
  };

  if (over && !draft) return null;
  return (
    <form className={`composer${over ? " over" : ""}`} onSubmit={(event) => (event.preventDefault(), send())}>
      {note && (
        <p className="composer-note" role="alert">
          {note}
        </p>
      )}
      {to && !over && <Answering line={to} onDrop={() => tray.answer(null)} />}
      <div className="field">
        {!over && <Dice room={room} />}
        {!over && <Emoji onPick={insert} />}
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft}
          maxLength={MOST}
          readOnly={over}
          placeholder="Say something…"
          aria-label={over ? "What you did not send" : "Message"}
          enterKeyHint="send"
          autoComplete="off"
          onChange={onChange}
          onKeyDown={onKeyDown}
        />
        <Count count={count} longest={longest} />
        {!over && (
          <button type="submit" className="send" aria-label="Send" hidden={!count} disabled={!count}>
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
}

/** Tells the outbox what the server accepted or missed, and that the chat ended; sends again what is due. */
function useOutbox({ room, over, acknowledged, connected, say }) {
  const again = useRef(null);
  again.current = (soon) => {
    if (!connected || over) return;
    for (const message of tray.due(soon)) say(message);
  };
  useLayoutEffect(() => {
    if (room) tray.open(room);
    tray.acknowledge(acknowledged);
    if (over) tray.close();
  }, [room, over, acknowledged]);
  useEffect(() => {
    if (acknowledged?.full) again.current(true);
  }, [acknowledged]);
  useEffect(() => {
    if (connected) again.current(true);
  }, [connected]);
  useEffect(() => {
    const onWire = ({ detail }) => detail?.connected && again.current(true);
    const timer = setInterval(() => again.current(false), TICK_MS);
    window.addEventListener("whimsy:wire", onWire);
    return () => {
      clearInterval(timer);
      window.removeEventListener("whimsy:wire", onWire);
    };
  }, []);
}

function useTyping(room) {
  const due = useRef(null);
  const pressed = () => {
    due.current ??= pulse(() => performance.now());
    if (!room || !due.current()) return;
    window.dispatchEvent(new CustomEvent("whimsy:typing", { detail: { room } }));
  };
  // A message ends the sign of typing on the other side, so the next key must be reported at once.
  const sent = () => (due.current = null);
  return { pressed, sent };
}

// Grows the field with its text, up to the stylesheet's max-height.
function useHeight(field, draft) {
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = "auto";
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [draft]);
}

// Focuses the field of a new room, but not on touch screens, where that would open the keyboard; and to answer a line.
function useFocus(field, room, phase, to) {
  useEffect(() => {
    if (to) field.current?.focus();
  }, [to?.seq]);
  useEffect(() => {
    if (phase === "chatting" && window.matchMedia("(hover: hover) and (pointer: fine)").matches) field.current?.focus();
  }, [room, phase]);
}
