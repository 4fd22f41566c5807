import { fetched } from "$/whimsy/part/fetched.js";
import { part } from "$/whimsy/part/Part.jsx";
import { isVoice } from "$/whimsy/voice/voice_core.js";

const Stage = part(
  fetched(() => import("./Call.jsx")),
  "Call",
);
const Voice = part(
  fetched(() => import("$/whimsy/voice/Voice.jsx")),
  "Voice",
  { word: "Voice" },
);

/** The stage of a call, loaded when it is first shown, so that text chats never load it. Props as in Call.jsx. */
export function Call(props) {
  return isVoice(props.room) ? <Voice {...props} /> : <Stage {...props} />;
}
