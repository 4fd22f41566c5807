import { useEffect, useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { interpreter } from "./interpreter.js";

/** The switch, where the browser can translate. Props: room, lines. */
export function Translate({ room, lines }) {
  const { able, on, loaded, note } = useSyncExternalStore(interpreter.subscribe, interpreter.snapshot);
  const theirs = lines.filter(({ kind, mine }) => kind === "text" && !mine);
  useEffect(() => void interpreter.hear(room, theirs), [room, theirs.at(-1)?.seq]);
  useEffect(() => void interpreter.ask(), []);
  if (!able || !theirs.length) return null;
  return (
    <div className="translate">
      <Button word="Translate this chat" aria-pressed={on} onClick={() => interpreter.press(room, theirs)} />
      <p className="hint" role="status">
        {note ||
          (loaded < 1
            ? `Your browser loads its translator: ${Math.round(loaded * 100)} %`
            : on
              ? "Done by your browser alone."
              : "")}
      </p>
    </div>
  );
}
