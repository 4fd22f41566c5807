import { useId, useState } from "react";

/** A link that opens after a warning, in a tab that learns nothing of this one. Props: text, url, host. */
export function Link({ text, url, host }) {
  const [asked, setAsked] = useState(false);
  const id = useId();
  const open = () => {
    setAsked(false);
    window.open(url, "_blank", "noopener,noreferrer");
  };
  return (
    <>
      <button
        type="button"
        className="link"
        aria-expanded={asked}
        aria-controls={asked ? id : undefined}
        onClick={() => setAsked(!asked)}>
        {text}
      </button>
      {asked && (
        <span id={id} className="leaving" dir="ltr">
          This opens <bdi className="host">{host}</bdi> in a new tab. We don’t know what is there.
          <button type="button" className="quiet" onClick={open}>
            Open it
          </button>
        </span>
      )}
    </>
  );
}
