import { Icon } from "$/whimsy/stage/icons.jsx";
import { act } from "$/whimsy/wire/post.js";

/** Draws a topic for both, in the language of this browser. Props: room. */
export function Dice({ room }) {
  const draw = () => act("topic", room, navigator.language);
  return (
    <button type="button" className="in-field" aria-label="Draw a topic" title="Draw a topic for both" onClick={draw}>
      <Icon name="dice" />
    </button>
  );
}
