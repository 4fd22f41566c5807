// Asks for camera and microphone, and says what went wrong.

export const IGNORED_MS = 20_000;
export const HUMAN_MS = 500; // a refusal that came sooner is the browser's own, as no person answers as fast
const RETRY = "Try again when it is free.";
const TEXT = "You can go on in text.";

const CODES = {
  NotAllowedError: "denied",
  PermissionDeniedError: "denied",
  PermissionDismissedError: "denied",
  NotFoundError: "missing",
  DevicesNotFoundError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  SourceUnavailableError: "busy",
  OverconstrainedError: "constraints",
  ConstraintNotSatisfiedError: "constraints",
  AbortError: "aborted",
  SecurityError: "insecure",
  TypeError: "insecure",
};

const SENTENCES = {
  denied: [(it) => `Your browser keeps your ${it} from Whimsy.`, "Allow it beside the address, then try again."],
  system: [(it) => `Your system keeps your ${it} from this browser.`, "Allow it in the system settings."],
  missing: [(it) => `No ${it} was found.`, `Plug one in and try again. ${TEXT}`],
  busy: [(it) => `Something else is using your ${it}.`, `Close other apps or tabs that use it. ${RETRY}`],
  constraints: [(it) => `Your ${it} does not do what was asked of it.`, "Choose another one."],
  aborted: [(it) => `Your ${it} did not start.`, `Try again. ${TEXT}`],
  insecure: [(it) => `Your ${it} cannot be used on this page.`, `Open Whimsy at an https address. ${TEXT}`],
  ignored: [(it) => `Your browser is still asking about your ${it}.`, "Look for its question and choose Allow."],
  unplugged: [(it) => `Your ${it} is gone.`, "Plug it in again or choose another one."],
  naked: [
    () => "Your camera is off, as this may be nudity.",
    "Your own device saw it, nobody else. You can turn it on again.",
  ],
  found: [(it) => `Your ${it} can be used now.`, "Turn it on, or try again."],
  unknown: [(it) => `Your ${it} did not start.`, `Try again. ${TEXT}`],
};
const NAMES = { audio: "microphone", video: "camera" };
const INSTEAD = { audio: " They hear you but do not see you.", video: " They see you but do not hear you." };
const LETS_GO = ["busy", "aborted", "unknown"]; // errors of a device while another one of its kind is open

/** @typedef {Record<string, MediaTrackConstraints | boolean>} Wanted */
/** @typedef {{ n: number, code: string, kinds: string[], sentence: string, way: string, offers?: string[] }} Problem */

let told = 0;

export function codeOf(error) {
  return Object.hasOwn(CODES, error?.name) ? CODES[error.name] : "unknown";
}

/** Whether the error may come from the present device being open, as many phones open only one at a time. */
export function onlyOne(/** @type {string} */ code) {
  return LETS_GO.includes(code);
}

/**
 * The problem `code` as a sentence and a way out of it. `kinds` is ["audio"], ["video"] or both. Each has a number of
 * its own, `n`, so that one that occurs again is shown again.
 */
export function problem(/** @type {string} */ code, /** @type {string[]} */ kinds, error = /** @type {any} */ (null)) {
  const known = code === "denied" && /system/i.test(error?.message ?? "") ? "system" : code;
  const [sentence, way] = SENTENCES[known];
  const names = kinds.map((kind) => NAMES[kind]).reverse();
  return say({ code, kinds, sentence: sentence(names.join(" and ")), way });
}

/** Give a problem its number. @param {Omit<Problem, "n">} words */
export function say(words) {
  return { n: (told += 1), ...words };
}

/**
 * Ask for `wanted`, constraints by kind; resolves to {tracks, problem} and never throws. If both kinds fail together,
 * each is asked for alone. But a visitor who refused is not asked again: the problem `offers` the kinds that they may
 * ask for alone.
 *
 * `late(problem)` is called when there is no answer for long; a later answer still counts. `alive()` tells before each
 * further attempt whether it is still wanted. A `strict` request is for one device and no other.
 */
export async function ask(devices, wanted, { clock, late, alive = () => true, strict = false }) {
  const kinds = Object.keys(wanted);
  if (!devices?.getUserMedia) return { tracks: [], problem: problem("insecure", kinds) };
  let human = false;
  const begun = [
    clock.after(IGNORED_MS, () => late(problem("ignored", kinds))),
    clock.after(HUMAN_MS, () => (human = true)),
  ];
  try {
    return { tracks: await get(devices, wanted, { alive, strict }), problem: null };
  } catch (error) {
    const code = codeOf(error);
    const failed = problem(code, kinds, error);
    if (kinds.length < 2 || !alive()) return { tracks: [], problem: failed };
    if (code === "denied" && human) return { tracks: [], problem: { ...failed, offers: kinds } };
    return await oneOnly(devices, wanted, { alive, error });
  } finally {
    for (const cancel of begun) cancel();
  }
}

async function get(devices, wanted, { alive, strict }) {
  try {
    return (await devices.getUserMedia(wanted)).getTracks();
  } catch (error) {
    const code = codeOf(error);
    const looser = code === "constraints" && !strict;
    if (!alive() || !(looser || code === "aborted")) throw error;
    return (await devices.getUserMedia(looser ? loose(wanted) : wanted)).getTracks();
  }
}

function loose(/** @type {Wanted} */ wanted) {
  return Object.fromEntries(Object.keys(wanted).map((kind) => [kind, true]));
}

/** Ask for each kind alone, as the error does not tell which of the two it is about. */
async function oneOnly(devices, wanted, { alive, error }) {
  const errors = { audio: error, video: error };
  for (const kind of ["audio", "video"]) {
    const other = kind === "audio" ? "video" : "audio";
    try {
      const tracks = await get(devices, { [kind]: wanted[kind] }, { alive, strict: false });
      const short = problem(codeOf(errors[other]), [other], errors[other]);
      return { tracks, problem: { ...short, sentence: short.sentence + INSTEAD[kind] } };
    } catch (alone) {
      errors[kind] = alone;
      if (!alive()) break;
    }
  }
  return { tracks: [], problem: neither(errors) };
}

function neither({ audio, video }) {
  if (codeOf(audio) === codeOf(video)) return problem(codeOf(video), ["audio", "video"], video);
  const [camera, microphone] = [problem(codeOf(video), ["video"], video), problem(codeOf(audio), ["audio"], audio)];
  return { ...camera, kinds: ["audio", "video"], sentence: `${camera.sentence} ${microphone.sentence}` };
}
