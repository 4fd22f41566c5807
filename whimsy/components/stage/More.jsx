import { useEffect, useRef } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { CaptionCheck } from "$/whimsy/captions/CaptionCheck.jsx";
import { Check } from "./Check.jsx";
import { Devices } from "./Devices.jsx";

const NO_TOOLS = { on: {} };
const UNSEEN = "Your camera off, their picture hidden.";
const UNBLURRED = "Without the blur, from the first moment.";
const UNRELAYED = "Without the relay: they could learn your internet (IP) address.";

/** The menu of controls that are used rarely. `voice`: without those of pictures. */
export function More({ tools = NO_TOOLS, voice, ...of }) {
  const panel = useRef(null);
  const { on } = tools;
  useEffect(() => panel.current.querySelector("select, input, button")?.focus(), []);
  return (
    <div
      className="floating more"
      ref={panel}
      role="group"
      aria-label={voice ? "More about this call" : "More about this video"}>
      <Devices voice={voice} />
      {!voice && <Check word="Sound only" hint={UNSEEN} on={of.audioOnly} onChange={of.onAudioOnly} />}
      {!voice && <Check word="Always show pictures" hint={UNBLURRED} on={of.alwaysShow} onChange={of.onAlwaysShow} />}
      <CaptionCheck />
      {of.relayed && <Check word="Direct, faster" hint={UNRELAYED} on={of.direct} onChange={of.onDirect} />}
      <Check word="Numbers" hint="Delay, loss and speed of this call." on={of.numbers} onChange={of.onNumbers} />
      <div className="more-tools">
        {of.lifted && !of.alwaysShow && <Button word="Blur their picture" onClick={of.onBlur} />}
        {tools.share && <Narrow word={on.share ? "Stop sharing" : "Share screen"} onClick={tools.share} />}
        {tools.full && <Narrow word="Full screen" onClick={tools.full} aria-pressed={on.full} />}
        {tools.pip && <Narrow word="Picture in picture" onClick={tools.pip} aria-pressed={on.pip} />}
      </div>
    </div>
  );
}

/** A button shown only where the bar has no room for it. */
const Narrow = (of) => <Button className="quiet only-narrow" {...of} />;
