import { Address } from "$/whimsy/consent/Address.jsx";
import { asking } from "$/whimsy/consent/asking.js";
import { studio } from "$/whimsy/studio/studio.js";
import { chooseText } from "./Gate.jsx";

/** In place of a preview: what a visitor is told of their address before the first call. */
export function Untold({ voice }) {
  const know = () => {
    asking.know();
    studio.open();
  };
  return (
    <div className="preview">
      <Address voice={voice} onContinue={know} onText={chooseText} />
    </div>
  );
}
