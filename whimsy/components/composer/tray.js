// The outbox of the page: the composer fills it, and the transcript shows its pending messages.
import { Outbox } from "./outbox_core.js";

export const tray = new Outbox({
  store: window.sessionStorage,
  now: () => performance.now(), // unlike Date.now() it never jumps
  nonce,
});

// randomUUID exists only on secure origins; the fallback is the same 122 random bits.
function nonce() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
