import { useEffect, useRef, useState } from "react";
import { studio } from "$/whimsy/studio/studio.js";
import { PLAYS, usePlaying, useStudio } from "./hooks.js";
import { corner, steer } from "./stage_core.js";

const SENT = { voice: "Not sent yet.", blurred: "Sent blurred." };

/** The visitor's own picture, mirrored. level: how it is sent. While no Own is in the page the camera is off. */
export function Own({ children, level }) {
  const { local, own, opening } = useStudio();
  const video = useRef(null);
  useEffect(() => {
    const element = video.current;
    const hide = studio.show();
    // A removed element plays on, which costs time, until it is garbage-collected.
    return () => (hide(), (element.srcObject = null));
  }, []);
  const play = () => video.current?.play().catch(() => {}); // muted, so it is allowed; it was replaced or removed
  usePlaying(video, play);
  const picture = local?.getVideoTracks()[0];
  useEffect(() => {
    const element = video.current;
    if (element && element.srcObject !== local) element.srcObject = picture ? local : null;
    if (picture) play();
  }, [local, picture]);
  const turned = own.screen || picture?.getSettings().facingMode === "environment" ? "" : "mirrored";
  const sent = own.checking ? "Not sent yet: your device looks first." : SENT[level];
  return (
    <div
      className="own"
      data-level={level}
      data-camera={own.cam ? "on" : "off"}
      data-sharing={own.screen ? "" : undefined}>
      <video ref={video} className={turned} hidden={!picture} muted {...PLAYS} aria-label="Your own picture" />
      {sent && picture && <p className="own-checked">{sent}</p>}
      {!picture && <p className="own-off">{opening ? "Asking your browser…" : "Your camera is off"}</p>}
      {children}
    </div>
  );
}

/** The own picture as a card in a corner of the stage, moved by dragging or arrow keys. */
export function OwnCard({ level }) {
  const [at, setAt] = useState("bottom right");
  const [moved, setMoved] = useState(null);
  const from = useRef(null);
  const onPointerDown = (event) => {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, y: event.clientY };
  };
  const onPointerMove = (event) => {
    if (from.current) setMoved({ x: event.clientX - from.current.x, y: event.clientY - from.current.y });
  };
  const onPointerUp = (event) => {
    if (!from.current) return;
    from.current = null;
    setMoved(null);
    if (event.type !== "pointerup" || !moved) return;
    const card = event.currentTarget.getBoundingClientRect();
    const stage = event.currentTarget.parentElement.getBoundingClientRect();
    const x = (card.left + card.width / 2 - stage.left) / stage.width;
    const y = (card.top + card.height / 2 - stage.top) / stage.height;
    setAt(corner(x, y));
  };
  const onKeyDown = (event) => {
    const to = steer(at, event.key);
    if (!to) return;
    event.preventDefault();
    setAt(to);
  };
  return (
    <div
      className="own-card"
      data-corner={at}
      data-dragged={moved ? "" : undefined}
      style={moved ? { transform: `translate(${moved.x}px, ${moved.y}px)` } : undefined}
      role="group"
      aria-roledescription="movable picture"
      aria-label={`You, ${at}. Arrow keys move it.`}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}>
      <Own level={level} />
    </div>
  );
}
