import { useRef, useState } from "react";
import { useEnter } from "$/whimsy/composer/use_enter.js";
import { finish, split } from "./interests_core.js";

/** Chips in one field. Props: interests, most, longest (a text the server reads), onAdd(text), onRemove(tag). */
export function Interests({ interests, most, longest, onAdd, onRemove }) {
  const [text, setText] = useState("");
  const input = useRef(null);
  const full = interests.length >= most;

  const commit = (typed = input.current.value) => {
    const ready = finish(typed);
    if (ready) onAdd(ready);
    setText("");
  };
  const take = (typed) => {
    const { ready, rest } = split(typed);
    if (ready) onAdd(ready);
    setText(rest);
  };
  const enter = useEnter(input, commit);
  const onChange = (event) => {
    const typed = enter.input(event);
    if (typed === null) return;
    // During a composition a comma may still change, and a change of the text would break the composition.
    if (event.nativeEvent.isComposing) setText(typed);
    else take(typed);
  };
  const onKeyDown = (event) => {
    if (enter.onKeyDown(event) || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Backspace" && !text && interests.length && !event.repeat) onRemove(interests.at(-1));
  };
  // A one-line field drops the line breaks of pasted text, which would join a list into one word.
  const onPaste = (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\n\r]/.test(pasted)) return;
    event.preventDefault();
    commit(`${text}${pasted.slice(0, longest)}`);
  };
  const remove = (tag) => {
    onRemove(tag);
    input.current?.focus();
  };

  return (
    // biome-ignore lint/a11y: with a mouse, the whole box is the field; by keyboard it is reached as any other
    <div className="interests" onClick={(event) => event.target === event.currentTarget && input.current?.focus()}>
      {interests.map((tag) => (
        <span key={tag} className="chip" translate="no">
          <span dir="auto">{tag}</span>
          <button type="button" aria-label={`Remove ${tag}`} onClick={() => remove(tag)}>
            <Cross />
          </button>
        </span>
      ))}
      <input
        ref={input}
        id="interests"
        type="text"
        dir="auto"
        value={text}
        readOnly={full}
        placeholder={full ? "That’s plenty." : interests.length ? "Add another" : "jazz, climbing, cats…"}
        enterKeyHint="done"
        autoComplete="off"
        autoCapitalize="none"
        aria-describedby="interests-hint"
        onChange={onChange}
        onKeyDown={onKeyDown}
        onCompositionEnd={({ target }) => take(target.value)}
        maxLength={longest}
        onPaste={onPaste}
        onBlur={() => commit()}
      />
    </div>
  );
}

function Cross() {
  return (
    <svg
      viewBox="0 0 12 12"
      width="12"
      height="12"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      aria-hidden="true">
      <path d="M3 3l6 6M9 3l-6 6" />
    </svg>
  );
}
