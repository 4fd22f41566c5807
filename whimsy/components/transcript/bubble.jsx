// One bubble. A very tall one shows its beginning until its reader wants all: no message hides the others.
import { useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";

const TALL = 0.66; // of the window, as transcript.css has it

/** What somebody said. Props: who (read aloud, not seen), text. */
export function Bubble({ who, text }) {
  const bubble = useRef(null);
  const button = useRef(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const tall = useTall(bubble, text);
  const toggled = useRef(false);
  const toggle = () => {
    toggled.current = true;
    setOpen(!open);
  };
  useLayoutEffect(() => {
    if (!toggled.current) return;
    // Shrunk, what was pressed is far above; grown, the reader may be at the end no longer, though nothing scrolled.
    if (!open) button.current?.scrollIntoView({ block: "nearest" });
    bubble.current.closest(".log")?.dispatchEvent(new Event("scroll"));
  }, [open]);

  const controls = { "aria-expanded": open, "aria-controls": id };
  return (
    <>
      <p ref={bubble} id={id} className={`bubble${open ? " whole" : tall ? " folded" : ""}`} dir="auto">
        {/* With a direction of its own it does not decide the text's. */}
        <span className="unseen" dir="ltr">
          {who}
        </span>
        {text}
      </p>
      {tall && (
        <Button ref={button} word={open ? "Show less" : "Show all"} className="unfold" onClick={toggle} {...controls} />
      )}
    </>
  );
}

function useTall(bubble, text) {
  const [tall, setTall] = useState(false);
  useLayoutEffect(() => {
    const look = ({ scrollHeight, clientHeight } = bubble.current) =>
      setTall(scrollHeight > clientHeight + 1 || scrollHeight > window.innerHeight * TALL);
    look();
    return watch(bubble.current, look);
  }, [text]);
  return tall;
}

// One observer for all: a transcript has hundreds of bubbles.
let observer;
const watched = new WeakMap();

function watch(node, look) {
  observer ??= new ResizeObserver((entries) => entries.forEach(({ target }) => watched.get(target)?.()));
  watched.set(node, look);
  observer.observe(node);
  return () => {
    observer.unobserve(node);
    watched.delete(node);
  };
}
