// A message. A very tall one is folded until the reader opens it, so that it does not hide the others.
import { useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { Translated } from "$/whimsy/translation/Translated.jsx";
import { Leaving, Link } from "./Link.jsx";
import { pieces } from "./links_core.js";

const TALL = 0.66; // of the window's height, as in transcript.css

/** Props: who (only for screen readers), text, seq (0 for one's own), children (what stands above the text). */
export function Bubble({ who, text, seq, children }) {
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
    // Folded, the button is out of sight; opened, the reader is no longer at the end, though nothing was scrolled.
    if (!open) button.current?.scrollIntoView({ block: "nearest" });
    bubble.current.closest(".log")?.dispatchEvent(new Event("scroll"));
  }, [open]);

  const controls = { "aria-expanded": open, "aria-controls": id };
  return (
    <>
      <p ref={bubble} id={id} className={`bubble${open ? " whole" : tall ? " folded" : ""}`} dir="auto">
        {/* With its own direction, as it must not decide that of the text. */}
        <span className="unseen" dir="ltr">
          {who}
        </span>
        {children}
        <Translated seq={seq}>
          <Words text={text} />
        </Translated>
      </p>
      {tall && (
        <Button ref={button} word={open ? "Show less" : "Show all"} className="unfold" onClick={toggle} {...controls} />
      )}
    </>
  );
}

/** A text with its links; the warning before the one that was pressed stands below it. */
function Words({ text }) {
  const [asked, setAsked] = useState(-1);
  const warning = useId();
  const all = pieces(text);
  const shown = all[asked];
  const ask = (i) => setAsked(i === asked ? -1 : i);
  return (
    <>
      {all.map((piece, i) =>
        piece.url ? (
          <Link key={i} text={piece.text} asked={i === asked} onAsk={() => ask(i)} warning={warning} />
        ) : (
          piece.text
        ),
      )}
      {shown?.url && <Leaving id={warning} url={shown.url} host={shown.host} onOpen={() => setAsked(-1)} />}
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

// One observer for all bubbles, as a transcript has hundreds.
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
