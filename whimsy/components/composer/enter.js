// When Enter means "send". The key event alone cannot tell: during a composition, Enter accepts what an input method
// offers, and phones compose nearly every word. The input event after it tells: only an Enter that the input method did
// not use breaks a line. Some keyboards send no key event at all, only that line break.

const LINE = new Set(["insertLineBreak", "insertParagraph"]);
const TYPED = new Set(["insertText", "insertCompositionText"]); // not pasted text, which may have line breaks

/** Whether this device has a touch screen, with or without a mouse beside it. */
export const byTouch = () => window.matchMedia("(any-pointer: coarse)").matches;

/**
 * Tells which events of a field are an Enter that sends; it needs all of them. `touch()` tells whether they may come
 * from a keyboard on the screen: only there does a line break without a key event count.
 */
export function enter(touch = byTouch) {
  let shifted = false;
  let line = false; // whether the line break that comes next was made by Shift+Enter
  const typedLine = ({ inputType, data }) => LINE.has(inputType) || (TYPED.has(inputType) && data === "\n");
  return {
    keyDown(event) {
      shifted = event.shiftKey;
      line = false;
      // In Safari only keyCode 229 tells that Enter accepts a composition.
      return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
    },
    /** Before a change: whether to prevent it and send. One that cannot be prevented is left to `input`. */
    beforeInput(event) {
      const broken = typedLine(event);
      line = broken && shifted;
      shifted = false;
      return broken && !line && event.cancelable && touch();
    },
    /** After a change: whether it was an Enter, whose line break is in the text then. */
    input({ inputType, data }) {
      const wanted = line;
      line = false;
      if (wanted || !touch()) return false;
      return typedLine({ inputType, data }) || (inputType === "insertCompositionText" && /.\n$/.test(data ?? ""));
    },
  };
}

/** A text without the line break before `caret`. */
export function unbroken(text, caret) {
  const at = text.lastIndexOf("\n", caret - 1);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
}

/** End a composition, as the input method would otherwise write its word again after it was sent. */
export function settle(field) {
  field.blur();
  field.focus({ preventScroll: true });
}
