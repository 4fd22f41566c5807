// When the next partner is looked for without a press: five seconds in which the visitor did nothing else.
import { NEAR_PX } from "../transcript/transcript_core.js";

export const SECONDS = 5;
const BUSY_MS = 3_000;

/** @typedef {{ hidden: boolean, draft: string, touched: number, beneath: number, now: number }} Seen */

/**
 * Whether the visitor is at something: in another tab, writing, or reading further up.
 * `touched`: when they last scrolled, typed or pressed, in ms; `beneath`: pixels of the transcript below what they see.
 * @param {Seen} seen
 */
export function isBusy({ hidden, draft, touched, beneath, now }) {
  return hidden || draft !== "" || now - touched < BUSY_MS || beneath > NEAR_PX;
}

/** The seconds left a second later. @param {number} left @param {boolean} busy */
export function tick(left, busy) {
  return busy ? left : Math.max(0, left - 1);
}
