import { Button } from "$/whimsy/button/Button.jsx";
import { Icon } from "./icons.jsx";

/** A button with an icon, named `word`. wide: only where there is room; off: crossed out, and pressed by default. */
export function Tool({ name, word, wide, off, pressed = off, ...of }) {
  const words = { "aria-label": word, title: word, "aria-pressed": pressed };
  return (
    <Button className={`tool${wide ? " tool-wide" : ""}`} word={<Icon name={name} off={off} />} {...words} {...of} />
  );
}
