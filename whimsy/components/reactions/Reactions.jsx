import { useId, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { tray } from "$/whimsy/composer/tray.js";
import { Icon } from "$/whimsy/stage/icons.jsx";
import { act } from "$/whimsy/wire/post.js";
import { REACTIONS } from "./reactions_core.js";

/** The reactions on a message. Props: mine, theirs (names, "" or undefined for none), watched (of two others). */
export function Given({ mine, theirs, watched }) {
  if (!mine && !theirs) return null;
  const [they, you] = watched ? ["Stranger 1", "Stranger 2"] : ["They", "You"];
  return (
    <p className="given">
      {theirs && <One who={`${they} reacted with`} name={theirs} />}
      {mine && <One who={`${you} reacted with`} name={mine} />}
    </p>
  );
}

function One({ who, name }) {
  const { sign, word } = REACTIONS[name] ?? {};
  return (
    <span className="reaction">
      <span className="unseen">
        {who} {word}.
      </span>
      <span aria-hidden="true">{sign}</span>
    </span>
  );
}

/** What can be done with a message. Props: room ("" for nothing), line, mine (my reaction on it), children (beside it). */
export function Reactions({ room, line, mine, children }) {
  const [open, setOpen] = useState(false);
  const opener = useRef(null);
  const id = useId();
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // it closes this, and must not end the chat
    close();
  };
  const react = (name) => {
    act("react", room, line.seq, name === mine ? "" : name);
    close();
  };
  const reply = () => {
    setOpen(false);
    tray.answer(line);
  };
  return (
    <>
      <span className="beside">
        {room && (
          <button
            ref={opener}
            type="button"
            className="react"
            aria-label="React or reply"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onKeyDown={open ? onKeyDown : undefined}
            onClick={() => setOpen(!open)}>
            <Icon name="smile" size={18} />
          </button>
        )}
        {children}
      </span>
      {open && room && (
        <div id={id} className="reactions" role="group" aria-label="Reactions" onKeyDown={onKeyDown}>
          {Object.entries(REACTIONS).map(([name, { sign, word }]) => (
            <button
              key={name}
              type="button"
              className="sign"
              aria-label={`React with ${word}`}
              aria-pressed={name === mine}
              onClick={() => react(name)}>
              {sign}
            </button>
          ))}
          <Button word="Reply" onClick={reply} />
        </div>
      )}
    </>
  );
}
