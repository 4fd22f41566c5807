import { Button } from "$/whimsy/button/Button.jsx";
import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";
import { lacking } from "$/whimsy/studio/able.js";

const file = fetched(() => import("./Preview.jsx"));
const Shown = part(file, "Preview");
const Start = part(file, "VideoStart", { silent: true });

export const Held = part(file, "Held", { silent: true });

/** The preview, or why this browser cannot have one; then its script is not loaded. */
export function Preview(props) {
  const lack = lacking(window);
  if (!lack) return <Shown {...props} />;
  return (
    <section className="preview" aria-label="Your camera">
      <div className="call-problem" role="alert">
        <p>
          <b>{lack.sentence}</b> {lack.way}
        </p>
      </div>
    </section>
  );
}

/** Start with video; or, in a browser without it, the change to text. */
export function VideoStart(props) {
  if (!lacking(window)) return <Start {...props} />;
  return <Button word="Use text instead" className="go" onClick={chooseText} />;
}

export function chooseText() {
  document.querySelector('input[name="mode"][value="text"]')?.click();
}
