import { Button } from "$/whimsy/button/Button.jsx";
import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";
import { lacking } from "$/whimsy/studio/able.js";

const file = fetched(() => import("./Preview.jsx"));
const voices = fetched(() => import("$/whimsy/voice/VoicePreview.jsx"));
const Seen = part(file, "Preview");
const Heard = part(voices, "VoicePreview", { word: "Voice" });
const Start = part(file, "CallStart", { silent: true });

export const Held = part(file, "Held", { silent: true });

/** The preview of a call, or why this browser cannot have one; then its script is not loaded. */
export function Preview(props) {
  const lack = lacking(window);
  const voice = props.mode === "voice";
  if (!lack) return voice ? <Heard {...props} /> : <Seen {...props} />;
  return (
    <section className="preview" aria-label={voice ? "Your microphone" : "Your camera"}>
      <div className="call-problem" role="alert">
        <p>
          <b>{lack.sentence}</b> {lack.way}
        </p>
      </div>
    </section>
  );
}

/** Start with a call; or, in a browser without them, the change to text. */
export function CallStart(props) {
  if (!lacking(window)) return <Start {...props} />;
  return <Button word="Use text instead" className="go" onClick={chooseText} />;
}

export function chooseText() {
  document.querySelector('input[name="mode"][value="text"]')?.click();
}
