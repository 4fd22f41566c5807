// What a glance at the stranger's picture means, without a page.

const NAKED = ["Porn", "Hentai"];
const ENOUGH = 0.7;

/** @typedef {{ verdict: string, late: boolean, overruled: boolean }} Known */
/** @type {Known} */
export const FRESH = { verdict: "waiting", late: false, overruled: false };

/** Whether nsfwjs's classes, [{className, probability}], speak of nudity. */
export function isHit(/** @type {{ className: string, probability: number }[]} */ classes) {
  const naked = classes.filter(({ className }) => NAKED.includes(className));
  return naked.reduce((sum, { probability }) => sum + probability, 0) >= ENOUGH;
}

/**
 * What is known of a picture after something happened. A hit stays one until the visitor overrules it:
 * who is dressed again a moment later was not before.
 */
export function learn(/** @type {Known} */ known, /** @type {string} */ what) {
  switch (what) {
    case "hit":
    case "calm":
    case "failed":
      return known.verdict === "hit" ? known : { ...known, verdict: what };
    case "again": // the camera was off meanwhile: a new picture
      return known.verdict === "calm" ? { ...known, verdict: "waiting", late: false } : known;
    case "late":
      return { ...known, late: true };
    case "overrule":
      return { ...known, overruled: true };
    default:
      return FRESH;
  }
}

/** Why a picture that may be seen is not shown yet, or no longer: "", "checking" or "hit". */
export function veilOf(/** @type {Known} */ { verdict, late, overruled }, { lifted }) {
  if (overruled) return "";
  if (verdict === "hit") return "hit";
  return lifted && verdict === "waiting" && !late ? "checking" : "";
}
