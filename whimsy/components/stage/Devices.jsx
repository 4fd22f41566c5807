import { devices } from "$/whimsy/studio/devices.js";
import { studio } from "$/whimsy/studio/studio.js";
import { useDevices, useStudio } from "./hooks.js";

/** The pickers of camera and microphone; a kind without any device has none. `voice`: that of the microphone alone. */
export function Devices({ voice }) {
  const listed = useDevices();
  return (
    <>
      {!voice && <Choice kind="video" word="Camera" among={listed.video} />}
      <Choice kind="audio" word="Microphone" among={listed.audio} />
    </>
  );
}

function Choice({ kind, word, among }) {
  useStudio(); // to be drawn anew when the device in use changes
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
