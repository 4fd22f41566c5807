import { useEffect, useRef, useState } from "react";

/**
 * What a button opens above everything else; a press beside it or Escape closes it. Returns { open, setOpen, whole,
 * opener, onKeyDown }: `whole` is the ref of the element that holds both and takes onKeyDown, `opener` that of the button.
 */
export function useFloating() {
  const [open, setOpen] = useState(false);
  const whole = useRef(null);
  const opener = useRef(null);
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }) => whole.current?.contains(target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault(); // it closes this, and must not end the chat
    setOpen(false);
    opener.current?.focus();
  };
  return { open, setOpen, whole, opener, onKeyDown };
}
