// Solves ALTCHA's challenge: finds the number for which the SHA-256 of salt and number is the challenge. In plain
// JavaScript, which for such short texts is faster than crypto.subtle, and works without https.

const K = new Uint32Array(64);
const START = new Uint32Array(8);
constants();
/** @typedef {{ algorithm: string, challenge: string, salt: string, maxnumber: number, signature: string }} Task */

/** The first digits of the cube and square roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function constants() {
  const digits = (/** @type {number} */ root) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  for (let n = 2, found = 0; found < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = digits(Math.sqrt(n));
    K[found++] = digits(Math.cbrt(n));
  }
}

const rotate = (/** @type {number} */ x, /** @type {number} */ by) => (x >>> by) | (x << (32 - by));

/** One step of SHA-256: mix the 16 words of a block into the state. `w` holds 64, the first 16 of them filled. */
function mix(/** @type {Uint32Array} */ state, /** @type {Uint32Array} */ w) {
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15];
    const b = w[i - 2];
    w[i] =
      w[i - 16] + w[i - 7] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)) + (rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  const add = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] += add[i];
}

/** SHA-256 (FIPS 180-4) of plain ASCII, as eight words written into `state`. */
export function sha256(/** @type {string} */ text, state = new Uint32Array(8), w = new Uint32Array(64)) {
  state.set(START);
  const length = text.length;
  const blocks = ((length + 8) >> 6) + 1;
  for (let block = 0; block < blocks; block++) {
    w.fill(0, 0, 16);
    for (let i = 0; i < 64; i++) {
      const at = block * 64 + i;
      const byte = at < length ? text.charCodeAt(at) : at === length ? 0x80 : 0;
      w[i >> 2] |= byte << (24 - 8 * (i & 3));
    }
    if (block === blocks - 1) w[15] = length * 8;
    mix(state, w);
  }
  return state;
}

/** The digest as ALTCHA writes it. @param {Uint32Array} state */
export const hex = (state) => Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");

/** Try `count` numbers from `from` on, none above maxnumber; returns the one that fits, or -1. */
export function search({ challenge, salt, maxnumber }, from, count) {
  const state = new Uint32Array(8);
  const w = new Uint32Array(64);
  const wanted = Number.parseInt(challenge.slice(0, 8), 16);
  const end = Math.min(from + count, maxnumber + 1);
  for (let number = from; number < end; number++) {
    sha256(salt + number, state, w);
    if (state[0] === wanted && hex(state) === challenge) return number;
  }
  return -1;
}

/** Try all numbers, `count` at a time; yields how many were tried, and returns the number that fits, or -1. */
export function* steps(/** @type {Task} */ challenge, /** @type {number} */ count) {
  for (let from = 0; from <= challenge.maxnumber; from += count) {
    const number = search(challenge, from, count);
    if (number >= 0) return number;
    yield Math.min(from + count, challenge.maxnumber);
  }
  return -1;
}

/** The solution as ALTCHA sends it to the server. */
export function payload(/** @type {Task} */ { algorithm, challenge, salt, signature }, /** @type {number} */ number) {
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}
