import { Button } from "$/whimsy/button/Button.jsx";
import { Quote } from "$/whimsy/quote/Quote.jsx";

/** What the draft answers. Props: line, onDrop(). */
export function Answering({ line, onDrop }) {
  return (
    <div className="answering">
      <p>
        <Quote line={line} />
      </p>
      <Button word="Don’t reply" onClick={onDrop} />
    </div>
  );
}
