import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { PLAYS } from "$/whimsy/stage/hooks.js";
import { wire } from "$/whimsy/wire/reflex.js";
import { Mirror, words } from "./mirror_core.js";

const mirror = new Mirror({ PeerConnection: window.RTCPeerConnection, Stream: window.MediaStream, socket: wire() });
window.addEventListener("pagehide", () => mirror.stop());

/** The mirror of the page. It stops when the stream or the phase changes, or its component is removed. */
export function useMirror(stream, phase) {
  useEffect(() => () => mirror.stop(), [stream, phase]);
  const [heard, setHeard] = useState(false);
  const look = useSyncExternalStore(mirror.subscribe, mirror.snapshot);
  const running = look.phase !== "rest";
  useEffect(() => setHeard(false), [running]); // off each time, as speakers would feed back
  return { ...look, running, heard, setHeard };
}

/** The picture that the server returned, over the own picture and not mirrored. */
export function Returned({ look }) {
  const video = useRef(null);
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = look.picture;
    video.current.play().catch(() => {}); // muted, so it is allowed; it was replaced or removed
  }, [look.picture]);
  if (!look.picture) return null;
  return (
    <div className="returned">
      <video ref={video} muted={!look.heard} {...PLAYS} aria-label="What a stranger would see" />
      <span className="returned-name" aria-hidden="true">
        What a stranger would see
      </span>
    </div>
  );
}

/** The button that starts and stops it, and its measurements or its problem. */
export function Check({ look, stream }) {
  const { running, heard, setHeard } = look;
  const hear = () => setHeard(!heard);
  const turn = () => (running ? mirror.stop() : mirror.start(stream));
  const sounds = stream.getAudioTracks().length > 0;
  return (
    <div className="mirror-check" role="group" aria-label="Check your camera">
      <div className="mirror-row">
        <Button word={running ? "Stop" : "See yourself as they will"} onClick={turn} />
        {running && sounds && (
          <>
            <Button word="Hear yourself" aria-pressed={heard} aria-describedby="mirror-hint" onClick={hear} />
            <span id="mirror-hint" className="hint">
              use headphones
            </span>
          </>
        )}
      </div>
      {/* Not announced while its numbers change each second. */}
      <p className="mirror-words" role="status" aria-live={look.phase === "on" ? "off" : "polite"}>
        {say(look)}
      </p>
    </div>
  );
}

function say({ phase, stats, sentence }) {
  if (phase === "asking") return "Calling our server. Nothing is kept.";
  return phase === "on" ? words(stats) : sentence;
}
