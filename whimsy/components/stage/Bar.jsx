import { useEffect, useRef, useState } from "react";
import { More } from "./More.jsx";
import { Tool } from "./Tool.jsx";

/** The bar of controls of a call. Props: label, children (the tools), more (what the menu holds), stop (its button). */
export function Bar({ label, children, more, stop }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const bar = useRef(null);
  const close = () => (setOpen(false), button.current?.focus());
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }) => bar.current?.contains(target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault(); // it closes the menu, and must not end the chat
    close();
  };
  return (
    <div className="controls" role="group" aria-label={label} ref={bar} onKeyDown={onKeyDown}>
      {children}
      <Tool ref={button} name="more" word="More" aria-expanded={open} onClick={() => setOpen(!open)} />
      {stop}
      {open && <More {...more} />}
    </div>
  );
}
