import { useEffect, useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { devices } from "$/whimsy/studio/devices.js";
import { following } from "$/whimsy/studio/devices_core.js";
import { studio } from "$/whimsy/studio/studio.js";
import { Bar } from "./Bar.jsx";
import { useDevices, useStudio } from "./hooks.js";
import { Tool } from "./Tool.jsx";

const PIP = "enterpictureinpicture leavepictureinpicture";

/** The bar of controls of a call. shares: whether a screen may be shared; blurred: whether their picture is not shown. */
export function Controls({ scene, picture, blurred, shares: may, more, onStop, onTrouble }) {
  const { own } = useStudio();
  const full = useIs(document, "fullscreenchange", () => Boolean(document.fullscreenElement));
  const pip = useIs(picture, PIP, () => Boolean(document.pictureInPictureElement));
  // What cannot work in this browser is not offered; what fails when it is pressed is reported.
  const shares = may && devices.media?.getDisplayMedia && devices.media.allows("display-capture");
  const tools = {
    share: shares && (() => studio.shareScreen(!own.screen)),
    full: document.fullscreenEnabled && (() => toggleFull(scene.current, onTrouble)),
    pip: document.pictureInPictureEnabled && !blurred && (() => togglePip(picture.current, onTrouble)),
    on: { share: own.screen, full, pip },
  };
  return (
    <Bar
      label="Video controls"
      more={{ ...more, tools }}
      stop={<Button word="Stop video" className="stop-video" onClick={onStop} />}>
      <Tool name="mic" word="Mute" off={!own.mic} onClick={() => studio.setMic(!own.mic)} />
      <Tool name="camera" word="Camera off" off={!own.cam} onClick={() => studio.setCamera(!own.cam)} />
      <Flip />
      {tools.share && <Tool name="share" wide word="Share screen" pressed={own.screen} onClick={tools.share} />}
      {tools.full && <Tool name="full" wide word="Full screen" pressed={full} onClick={tools.full} />}
      {tools.pip && <Tool name="pip" wide word="Picture in picture" pressed={pip} onClick={tools.pip} />}
    </Bar>
  );
}

/** Changes to the next camera, on phones. */
function Flip() {
  const { video } = useDevices();
  const current = studio.deviceOf("video");
  const next = following(video, current);
  if (!next || !current || !window.matchMedia("(pointer: coarse)").matches) return null;
  const flip = () => {
    devices.choose("video", next);
    studio.useDevice("video", next);
  };
  return <Tool name="flip" word="Flip camera" onClick={flip} />;
}

async function toggleFull(scene, onTrouble) {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await scene.requestFullscreen();
  } catch {
    onTrouble("Your browser keeps this page from filling the screen.");
  }
}

async function togglePip(video, onTrouble) {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
  } catch (error) {
    const early = error.name === "InvalidStateError";
    onTrouble(
      early ? "There is no picture of theirs yet." : "Your browser does not open a small window for their picture.",
    );
  }
}

/** The result of `look()`, updated at these events; `where` is their target, or a ref to it. */
function useIs(where, events, look) {
  const [is, setIs] = useState(look);
  useEffect(() => {
    const target = where.current ?? where;
    const see = () => setIs(look());
    for (const event of events.split(" ")) target.addEventListener(event, see);
    return () => events.split(" ").forEach((event) => target.removeEventListener(event, see));
  }, []);
  return is;
}
