import { Check } from "$/whimsy/stage/Check.jsx";
import { captions, useCaptions } from "./captions.js";

/** The choice to caption what the visitor says, where the browser can do it alone. */
export function CaptionCheck() {
  const { on, note } = useCaptions();
  if (!captions.able) return null;
  const hint = note || "Your own browser writes down what you say, and they read it.";
  return <Check word="Captions for them" hint={hint} on={on} onChange={() => captions.press()} />;
}
