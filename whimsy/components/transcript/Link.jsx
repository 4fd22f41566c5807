import { Button } from "$/whimsy/button/Button.jsx";

/** A link, which opens nothing by itself. Props: text, asked (whether its warning is shown), onAsk(), warning (its id). */
export function Link({ text, asked, onAsk, warning }) {
  return (
    <Button
      word={text}
      className="link"
      aria-expanded={asked}
      aria-controls={asked ? warning : undefined}
      onClick={onAsk}
    />
  );
}

/** The warning before a link, which opens in a tab that learns nothing of this one. Props: id, url, host, onOpen(). */
export function Leaving({ id, url, host, onOpen }) {
  const open = () => {
    onOpen();
    window.open(url, "_blank", "noopener,noreferrer");
  };
  return (
    <span id={id} className="leaving" dir="ltr">
      This opens <bdi className="host">{host}</bdi> in a new tab. We don’t know what is there.
      <Button word="Open it" onClick={open} />
    </span>
  );
}
