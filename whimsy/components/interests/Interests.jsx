import { useRef, useState } from "react";
import { finish, split } from "./interests_core.js";

/** Chips in one field. Props: interests, most, onAdd(text), onRemove(tag). */
export function Interests({ interests, most, onAdd, onRemove }) {
  const [text, setText] = useState("");
  const input = useRef(null);
  const full = interests.length >= most;

  const commit = (typed = text) => {
    const ready = finish(typed);
    if (ready) onAdd(ready);
    setText("");
  };
  const onChange = ({ target }) => {
    const { ready, rest } = split(target.value);
    if (ready) onAdd(ready);
    setText(rest);
  };
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") {
      event.preventDefault();
      commit();
    } else if (event.key === "Backspace" && !text && interests.length && !event.repeat) {
      onRemove(interests.at(-1));
    }
  };
  // One-line fields drop line breaks from what is pasted and would glue a list into one word.
  const onPaste = (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\n\r]/.test(pasted)) return;
    event.preventDefault();
    commit(`${text}${pasted}`);
  };
  const remove = (tag) => {
    onRemove(tag);
    input.current?.focus();
  };

  return (
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
        onPaste={onPaste}
        onBlur={() => commit()}
      />
    </div>
  );
}

function Cross() {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" aria-hidden="true">
      <path d="M3 3l6 6M9 3l-6 6" />
    </svg>
  );
}
