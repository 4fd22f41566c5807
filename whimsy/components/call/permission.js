// Asking for camera and microphone, and what to say when they do not come.

export const IGNORED_MS = 20_000;
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
  unsupported: [() => "This browser cannot share a screen.", "Try it on a computer."],
  unknown: [(it) => `Your ${it} did not start.`, `Try again. ${TEXT}`],
};
const NAMES = { audio: "microphone", video: "camera", screen: "screen" };
const INSTEAD = {
  audio: " They hear you but do not see you.",
  video: " They see you but do not hear you.",
};

export function codeOf(error) {
  return Object.hasOwn(CODES, error?.name) ? CODES[error.name] : "unknown";
}

/** What happened, in a sentence, and a way out of it. `kinds` is ["audio"], ["video"] or both. */
export function problem(code, kinds, error) {
  const known = code === "denied" && /system/i.test(error?.message ?? "") ? "system" : code;
  const [sentence, way] = SENTENCES[known];
  const names = kinds.map((kind) => NAMES[kind]).reverse();
  return { code, sentence: sentence(names.join(" and ")), way };
}

/**
 * Ask for `wanted`, constraints by kind; resolves to {tracks, problem} and never throws.
 *
 * `late(problem)` is called when nobody answers for long; an answer is still taken after that. `alive()` is asked
 * before anything is tried again. A `strict` request is for one device and no other.
 */
export async function ask(devices, wanted, { clock, late, alive = () => true, strict = false }) {
  const kinds = Object.keys(wanted);
  if (!devices?.getUserMedia) return { tracks: [], problem: problem("insecure", kinds) };
  const answered = clock.after(IGNORED_MS, () => late(problem("ignored", kinds)));
  try {
    return { tracks: await get(devices, wanted, { alive, strict }), problem: null };
  } catch (error) {
    const code = codeOf(error);
    const apart = kinds.length > 1 && (code === "missing" || code === "busy") && alive();
    if (apart) return await oneOnly(devices, wanted, { alive, code });
    return { tracks: [], problem: problem(code, kinds, error) };
  } finally {
    answered();
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

function loose(wanted) {
  return Object.fromEntries(Object.keys(wanted).map((kind) => [kind, true]));
}

/** The error does not say which of the two is missing or busy, so each is asked for alone. */
async function oneOnly(devices, wanted, { alive, code }) {
  let failed = problem(code, Object.keys(wanted));
  for (const [kind, other] of [["audio", "video"], ["video", "audio"]]) {
    try {
      const tracks = await get(devices, { [kind]: wanted[kind] }, { alive, strict: false });
      const short = problem(code, [other]);
      return { tracks, problem: { ...short, sentence: short.sentence + INSTEAD[kind] } };
    } catch (error) {
      if (codeOf(error) === "denied") failed = problem("denied", [kind], error);
      if (!alive()) break;
    }
  }
  return { tracks: [], problem: failed };
}
