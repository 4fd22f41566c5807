import { devices } from "$/whimsy/studio/devices.js";
import { studio } from "$/whimsy/studio/studio.js";
import { useDevices, useStudio } from "./hooks.js";

/** Which camera and which microphone; said only where there is a choice or a name. */
export function Devices() {
  const listed = useDevices();
  return (
    <>
      <Choice kind="video" word="Camera" among={listed.video} />
      <Choice kind="audio" word="Microphone" among={listed.audio} />
    </>
  );
}

function Choice({ kind, word, among }) {
  useStudio(); // drawn anew when another device is in use
  if (!among.length) return null;
  const current = studio.deviceOf(kind);
  const choose = ({ target }) => {
    devices.choose(kind, target.value);
    studio.useDevice(kind, target.value);
  };
  return (
    <label className="device">
      <span>{word}</span>
      <span className="select">
        <select aria-label={word} value={current} onChange={choose}>
          {!current && <option value="">Off</option>}
          {among.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
