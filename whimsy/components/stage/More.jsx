import { useEffect, useRef, useState } from "react";
import { Devices } from "./Devices.jsx";

/** What is not needed every minute. */
export function More({ tools, audioOnly, onAudioOnly, numbers, onNumbers, alwaysShow, onAlwaysShow, relayed, direct, onDirect, lifted, onBlur }) {
  const panel = useRef(null);
  useEffect(() => panel.current.querySelector("select, input, button")?.focus(), []);
  return (
    <div className="more" ref={panel} role="group" aria-label="More about this video">
      <Devices />
      <Check word="Sound only" hint="Your camera off, their picture hidden." on={audioOnly} onChange={onAudioOnly} />
      <Check word="Always show pictures" hint="Without the blur, from the first moment." on={alwaysShow} onChange={onAlwaysShow} />
      {relayed && <Check word="Direct, faster" hint="Without the relay: they could learn your internet (IP) address." on={direct} onChange={onDirect} />}
      <Check word="Numbers" hint="Delay, loss and speed of this call." on={numbers} onChange={onNumbers} />
      <div className="more-tools">
        {lifted && !alwaysShow && <button type="button" className="quiet" onClick={onBlur}>Blur their picture</button>}
        {tools.share && <button type="button" className="quiet only-narrow" onClick={tools.share}>{tools.on.share ? "Stop sharing" : "Share screen"}</button>}
        {tools.full && <button type="button" className="quiet only-narrow" onClick={tools.full} aria-pressed={tools.on.full}>Full screen</button>}
        {tools.pip && <button type="button" className="quiet only-narrow" onClick={tools.pip} aria-pressed={tools.on.pip}>Picture in picture</button>}
      </div>
    </div>
  );
}

function Check({ word, hint, on, onChange }) {
  // The choice must not jump back while the server is told.
  const [chosen, setChosen] = useState(on);
  useEffect(() => setChosen(on), [on]);
  const choose = ({ target }) => {
    setChosen(target.checked);
    onChange(target.checked);
  };
  return (
    <label className="check">
      <input type="checkbox" checked={chosen} onChange={choose} />
      <span>
        {word}
        <small>{hint}</small>
      </span>
    </label>
  );
}
