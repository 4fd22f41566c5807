// The names of cameras and microphones, and the constraints for the ones that the visitor chose.

const KINDS = { audio: "audioinput", video: "videoinput" };
const WORDS = { audio: "Microphone", video: "Camera" };

/** Add the chosen devices to constraints that name none, as ideal: if they are missing, others will do. */
export function prefer(/** @type {MediaStreamConstraints} */ wanted, /** @type {Record<string, string>} */ chosen) {
  const entries = Object.entries(wanted).map(([kind, constraint]) => {
    const open = typeof constraint === "object" && !constraint.deviceId && chosen[kind];
    return [kind, open ? { ...constraint, deviceId: { ideal: chosen[kind] } } : constraint];
  });
  return Object.fromEntries(entries);
}

/** The devices of a kind, [{ id, name }]; those that the browser does not name yet are numbered. */
export function choices(/** @type {MediaDeviceInfo[]} */ devices, /** @type {string} */ kind) {
  return devices
    .filter((device) => device.kind === KINDS[kind] && device.deviceId)
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `${WORDS[kind]} ${i + 1}` }));
}

/** The kinds of which there is a device. @param {MediaDeviceInfo[]} devices */
export function kindsOf(devices) {
  return Object.keys(KINDS).filter((kind) => devices.some((device) => device.kind === KINDS[kind]));
}

/** The id of the camera after `id`, "" if there is no other. @param {{ id: string }[]} cameras @param {string} id */
export function following(cameras, id) {
  if (cameras.length < 2) return "";
  const at = cameras.findIndex((camera) => camera.id === id);
  return cameras[(at + 1) % cameras.length].id;
}

/** Parse the stored choice; what is malformed counts as none. @param {string | null} text */
export function parse(text) {
  try {
    const { audio, video } = JSON.parse(text ?? "") ?? {};
    return { audio: typeof audio === "string" ? audio : "", video: typeof video === "string" ? video : "" };
  } catch {
    return { audio: "", video: "" };
  }
}
