import { useState } from "react";
import { Button } from "$/whimsy/button/Button.jsx";
import { isVoice } from "$/whimsy/voice/voice_core.js";
import { timeLabel } from "./clock.js";
import { fileName, written } from "./saved_core.js";

/** Saves what was said on the visitor's own device; nothing is sent. Props: room, lines. */
export function Save({ room, lines }) {
  const [saved, setSaved] = useState(false);
  if (!lines.some(({ kind }) => kind === "text")) return null;
  const save = () => {
    const day = (at) => new Date(at).toLocaleDateString(undefined, { dateStyle: "full" });
    const text = written(lines, { day, time: timeLabel, voice: isVoice(room) });
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: fileName(lines) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // some browsers read it only when the visitor agreed
    setSaved(true);
  };
  return (
    <p className="save">
      <Button word="Save this chat" onClick={save} />
      <span role="status" className="calm">
        {saved && "Saved on this device."}
      </span>
    </p>
  );
}
