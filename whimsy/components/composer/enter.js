// When Enter means "send". A key event alone cannot tell: while a word is being composed, Enter accepts
// what an input method offers, and phones compose nearly every word. What follows tells: only an Enter that
// was meant for us goes on to break a line. Some keyboards send no key at all, only that line.

const LINE = new Set(["insertLineBreak", "insertParagraph"]);
const TYPED = new Set(["insertText", "insertCompositionText"]); // not what is pasted: that has lines of its own

/** Whether somebody may type by touch here; with a mouse beside it, too. */
export const byTouch = () => window.matchMedia("(any-pointer: coarse)").matches;

/**
 * Tells whether an event is Enter. Give it every event of the field; `touch()` says whether it may come
 * from a keyboard on the screen: elsewhere a line that breaks by itself is none of ours.
 */
export function enter(touch = byTouch) {
  let shifted = false;
  let line = false; // a line that is wanted, on its way into the field
  const typedLine = ({ inputType, data }) => LINE.has(inputType) || (TYPED.has(inputType) && data === "\n");
  return {
    keyDown(event) {
      shifted = event.shiftKey;
      line = false;
      // Safari says that a word is being accepted only with 229.
      return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
    },
    /** Before a change; one that cannot be held up is told of by `input`. */
    beforeInput(event) {
      const broken = typedLine(event);
      line = broken && shifted;
      shifted = false;
      return broken && !line && event.cancelable && touch();
    },
    /** After a change: whether it ended in an Enter, which is then in the text. */
    input({ inputType, data }) {
      const wanted = line;
      line = false;
      if (wanted || !touch()) return false;
      return typedLine({ inputType, data }) || (inputType === "insertCompositionText" && /.\n$/.test(data ?? ""));
    },
  };
}

/** A text without the line that Enter broke before `caret`. */
export function unbroken(text, caret) {
  const at = text.lastIndexOf("\n", caret - 1);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
}

/** End a composition, so that no word of it comes back after it was sent. */
export function settle(field) {
  field.blur();
  field.focus({ preventScroll: true });
}
