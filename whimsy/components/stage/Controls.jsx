import { useEffect, useRef, useState } from "react";
import { devices } from "$/public/external/whimsy/components/studio/studio/devices.js";
import { following } from "$/public/external/whimsy/components/studio/studio/devices_core.js";
import { studio } from "$/public/external/whimsy/components/studio/studio/studio.js";
import { useDevices, useStudio } from "./hooks.js";
import { Icon } from "./icons.jsx";
import { More } from "./More.jsx";

/** Everything that can be done with a call, in one bar. */
export function Controls({ scene, picture, blurred, more, onStop }) {
  const { own, local } = useStudio();
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const bar = useRef(null);
  const close = () => (setOpen(false), button.current?.focus());
  useEffect(() => {
    if (!open) return undefined;
    const outside = ({ target }) => bar.current?.contains(target) || setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault(); // it closes this, it does not end the chat
    close();
  };
  const tools = {
    share: devices.media?.getDisplayMedia && (() => studio.shareScreen(!own.screen)),
    full: document.fullscreenEnabled && (() => toggleFull(scene.current)),
    pip: document.pictureInPictureEnabled && !blurred && (() => togglePip(picture.current)),
  };
  return (
    <div className="controls" role="group" aria-label="Video controls" ref={bar} onKeyDown={onKeyDown}>
      <Toggle name="mic" off={!own.mic} pressed={!own.mic} word="Mute" onPress={() => studio.setMic(!own.mic)} />
      <Toggle name="camera" off={!own.cam} pressed={!own.cam} word="Camera off" onPress={() => studio.setCamera(!own.cam)} />
      <Flip local={local} />
      {tools.share && <Toggle name="share" wide pressed={own.screen} word="Share screen" onPress={tools.share} />}
      {tools.full && <Tool name="full" wide word="Full screen" onPress={tools.full} />}
      {tools.pip && <Tool name="pip" wide word="Picture in picture" onPress={tools.pip} />}
      <button ref={button} type="button" className="tool" aria-label="More" title="More" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="more" />
      </button>
      <button type="button" className="stop-video" onClick={onStop}>Stop video</button>
      {open && <More {...more} tools={tools} sharing={own.screen} />}
    </div>
  );
}

function Toggle({ name, off, pressed, word, wide, onPress }) {
  return (
    <button type="button" className={`tool${wide ? " tool-wide" : ""}`} aria-label={word} title={word} aria-pressed={pressed} onClick={onPress}>
      <Icon name={name} off={off} />
    </button>
  );
}

function Tool({ name, word, wide, onPress }) {
  return (
    <button type="button" className={`tool${wide ? " tool-wide" : ""}`} aria-label={word} title={word} onClick={onPress}>
      <Icon name={name} />
    </button>
  );
}

/** On phones: the other camera. */
function Flip({ local }) {
  const { video } = useDevices();
  const current = local?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
  const next = following(video, current);
  if (!next || !current || !window.matchMedia("(pointer: coarse)").matches) return null;
  const flip = () => {
    devices.choose("video", next);
    studio.useDevice("video", next);
  };
  return <Tool name="flip" word="Flip camera" onPress={flip} />;
}

async function toggleFull(scene) {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await scene.requestFullscreen();
  } catch {
    // The browser said no; nothing is lost.
  }
}

async function togglePip(video) {
  try {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await video?.requestPictureInPicture();
  } catch {
    // There is no picture yet, or the browser said no.
  }
}
