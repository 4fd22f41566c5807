import { useFloating } from "$/whimsy/floating/use_floating.js";
import { More } from "./More.jsx";
import { Tool } from "./Tool.jsx";

/** The bar of controls of a call. Props: label, children (the tools), more (what the menu holds), stop (its button). */
export function Bar({ label, children, more, stop }) {
  const { open, setOpen, whole, opener, onKeyDown } = useFloating();
  return (
    <div className="controls" role="group" aria-label={label} ref={whole} onKeyDown={onKeyDown}>
      {children}
      <Tool ref={opener} name="more" word="More" aria-expanded={open} onClick={() => setOpen(!open)} />
      {stop}
      {open && <More {...more} />}
    </div>
  );
}
