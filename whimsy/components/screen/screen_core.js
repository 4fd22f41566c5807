// Decides by the results of a nudity classifier whether to blur the stranger's picture.

const NAKED = ["Porn", "Hentai"];
const ENOUGH = 0.7;

/** @typedef {{ verdict: string, late: boolean, overruled: boolean }} Known */
/** @type {Known} */
export const FRESH = { verdict: "waiting", late: false, overruled: false };

/** Whether the classes that nsfwjs returns mean nudity. */
export function isHit(/** @type {{ className: string, probability: number }[]} */ classes) {
  const naked = classes.filter(({ className }) => NAKED.includes(className));
  return naked.reduce((sum, { probability }) => sum + probability, 0) >= ENOUGH;
}

/**
 * The reducer of what is known of a picture. A hit stays until the visitor overrules it, also if later frames are calm:
 * nudity for a moment is nudity.
 */
export function learn(/** @type {Known} */ known, /** @type {string} */ what) {
  switch (what) {
    case "hit":
    case "calm":
    case "failed":
      return known.verdict === "hit" ? known : { ...known, verdict: what };
    case "again": // the camera was off, so it is a new picture
      return known.verdict === "calm" ? { ...known, verdict: "waiting", late: false } : known;
    case "late":
      return { ...known, late: true };
    case "overrule":
      return { ...known, overruled: true };
    default:
      return FRESH;
  }
}

/** Why a picture that the visitor wants to see is blurred: "checking", "hit", or "" if it is not. */
export function veilOf(/** @type {Known} */ { verdict, late, overruled }, { lifted }) {
  if (overruled) return "";
  if (verdict === "hit") return "hit";
  return lifted && verdict === "waiting" && !late ? "checking" : "";
}
