import { useEffect, useRef, useState } from "react";
import { Count } from "$/whimsy/composer/Count.jsx";
import { length, MOST, tooLong } from "$/whimsy/composer/length.js";

/** A textarea of a form. Props: field (name and id), rows, required, longest (in characters, as the server counts). */
export function Prose({ field, rows, required, longest }) {
  const [text, setText] = useState("");
  const ref = useRef(null);
  const count = length(text, longest);
  useEffect(() => ref.current.setCustomValidity(count > longest ? tooLong(longest) : ""), [count > longest, longest]);
  return (
    <span className="prose">
      <textarea
        ref={ref}
        id={field}
        name={field}
        rows={rows}
        dir="auto"
        required={required}
        maxLength={MOST}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Count count={count} longest={longest} />
    </span>
  );
}
