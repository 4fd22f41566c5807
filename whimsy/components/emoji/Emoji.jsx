import { useId } from "react";
import { useFloating } from "$/whimsy/floating/use_floating.js";
import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";
import { Icon } from "$/whimsy/stage/icons.jsx";

// The picker would wait for ever for a list that does not come, so whether it is there is asked first.
const file = fetched(async () => {
  const [module, list] = await Promise.all([import("./Picker.jsx"), fetch("/emoji/en/data.json", { method: "HEAD" })]);
  if (!list.ok) throw new Error("no list of emoji");
  return module;
});
const Picker = part(file, "Picker", { word: "Emoji" });

/** A button that opens every emoji; hidden on touch screens, whose keyboards have them. Props: onPick(emoji). */
export function Emoji({ onPick }) {
  const { open, setOpen, whole, opener, onKeyDown } = useFloating();
  const id = useId();
  const pick = (emoji) => {
    setOpen(false);
    onPick(emoji);
  };
  return (
    <div className="emoji" ref={whole} role="group" aria-label="Emoji" onKeyDown={onKeyDown}>
      <button
        ref={opener}
        type="button"
        className="in-field"
        aria-label="Choose an emoji"
        title="Choose an emoji"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}>
        <Icon name="smile" />
      </button>
      {open && (
        <div id={id} className="floating emoji-panel">
          <Picker onPick={pick} />
        </div>
      )}
    </div>
  );
}
