// An invitation's link: its token stands in the fragment of the address of the start.

const FRAGMENT = /^#meet=([A-Za-z0-9_.-]{20,300})$/;

export function linkTo(/** @type {string} */ origin, /** @type {string} */ token) {
  return `${origin}/#meet=${token}`;
}

/** The token in a fragment, "" if there is none. @param {string} fragment */
export function tokenOf(fragment) {
  return FRAGMENT.exec(fragment)?.[1] ?? "";
}
