import { useEffect, useRef } from "react";
import { byTouch, enter, settle, unbroken } from "./enter.js";

/**
 * Calls `onEnter(text)` for every Enter in `field` that sends (see enter.js). Returns the field's onKeyDown, and
 * `input(event)`, which returns the text of an onChange, or null if it was such an Enter.
 */
export function useEnter(field, onEnter) {
  const latest = useRef(onEnter);
  latest.current = onEnter;
  const heard = useRef(null);
  heard.current ??= enter(byTouch);

  // Not React's onBeforeInput, which is made from key presses, which phones do not send.
  useEffect(() => {
    const node = field.current;
    if (!node) return undefined;
    const before = (event) => {
      if (!heard.current.beforeInput(event)) return;
      event.preventDefault();
      if (event.isComposing) settle(node);
      latest.current(node.value);
    };
    node.addEventListener("beforeinput", before);
    return () => node.removeEventListener("beforeinput", before);
  });

  return {
    onKeyDown(event) {
      if (!heard.current.keyDown(event.nativeEvent)) return false;
      event.preventDefault();
      latest.current(field.current.value);
      return true;
    },
    input(event) {
      const { value, selectionEnd } = event.target;
      if (!heard.current.input(event.nativeEvent)) return value;
      if (event.nativeEvent.isComposing) settle(event.target);
      latest.current(unbroken(value, selectionEnd));
      return null;
    },
  };
}
