// Cameras and microphones by name, and which of them the visitor chose last.

const KINDS = { audio: "audioinput", video: "videoinput" };
const WORDS = { audio: "Microphone", video: "Camera" };

/** Constraints with the devices chosen last, where none is named: wished for, never demanded. */
export function prefer(/** @type {MediaStreamConstraints} */ wanted, /** @type {Record<string, string>} */ chosen) {
  const entries = Object.entries(wanted).map(([kind, constraint]) => {
    const open = typeof constraint === "object" && !constraint.deviceId && chosen[kind];
    return [kind, open ? { ...constraint, deviceId: { ideal: chosen[kind] } } : constraint];
  });
  return Object.fromEntries(entries);
}

/** What to choose from, [{ id, name }]; devices the browser does not name yet are numbered. */
export function choices(/** @type {MediaDeviceInfo[]} */ devices, /** @type {string} */ kind) {
  return devices
    .filter((device) => device.kind === KINDS[kind] && device.deviceId)
    .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `${WORDS[kind]} ${i + 1}` }));
}

/** Which kinds there are, named by the browser or not. @param {MediaDeviceInfo[]} devices */
export function kindsOf(devices) {
  return Object.keys(KINDS).filter((kind) => devices.some((device) => device.kind === KINDS[kind]));
}

/** The camera after this one. @param {{ id: string }[]} cameras @param {string} id */
export function following(cameras, id) {
  if (cameras.length < 2) return "";
  const at = cameras.findIndex((camera) => camera.id === id);
  return cameras[(at + 1) % cameras.length].id;
}

/** What was kept, as far as it makes sense. @param {string | null} text */
export function parse(text) {
  try {
    const { audio, video } = JSON.parse(text ?? "") ?? {};
    return { audio: typeof audio === "string" ? audio : "", video: typeof video === "string" ? video : "" };
  } catch {
    return { audio: "", video: "" };
  }
}
